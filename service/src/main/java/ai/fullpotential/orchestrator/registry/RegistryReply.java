package ai.fullpotential.orchestrator.registry;

/** How a Registry took one request to change or find an entry. */
sealed interface RegistryReply {

  /** It did it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Done(byte[] body) implements RegistryReply {}

  /** 409: the name, or the id, exists. */
  record Conflict() implements RegistryReply {}

  /** 404 or 405: there is no such endpoint, or no such entry. */
  record Absent(int status) implements RegistryReply {}

  /** Anything else, for a reason fit for a log. */
  record Failed(String reason) implements RegistryReply {}
}
