package ai.fullpotential.orchestrator.task;

/** The HTTP methods that a task may use. No other ever leaves this service. */
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE
}
