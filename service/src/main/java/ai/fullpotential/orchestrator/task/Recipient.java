package ai.fullpotential.orchestrator.task;

/** Who a task calls, which its caller cannot choose: it follows from what made the task. */
public enum Recipient {
  /** A droplet, because a caller or a schedule wants something of it. */
  DROPLET,
  /** A droplet that is told of the end of another task. */
  CALLBACK,
  /** A URL that is told of the end of another task; the droplet's name is the URL's origin. */
  CALLBACK_URL
}
