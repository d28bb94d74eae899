package ai.fullpotential.orchestrator.net;

import org.jspecify.annotations.Nullable;

/** How an outbound call ended. */
public sealed interface HttpOutcome {

  /**
   * A whole answer in valid HTTP.
   *
   * @param status 200 to 599
   * @param contentType as the header has it, or null
   * @param retryAfter as the header has it, or null
   * @param body all bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answered(
      int status, @Nullable String contentType, @Nullable String retryAfter, byte[] body)
      implements HttpOutcome {}

  /** An answer whose body is larger than allowed; the rest of it was not read. */
  record TooLarge(int status, int maxBytes) implements HttpOutcome {}

  /** The time was over before the answer was whole. */
  record TimedOut(String detail) implements HttpOutcome {}

  /** No connection could be made. */
  record Refused(String detail) implements HttpOutcome {}

  /** The host's name could not be resolved. */
  record Unresolved(String detail) implements HttpOutcome {}

  /** The connection broke before the answer was whole, or what came was not HTTP. */
  record Broken(String detail) implements HttpOutcome {}
}
