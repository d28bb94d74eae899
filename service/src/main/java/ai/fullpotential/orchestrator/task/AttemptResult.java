package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended. A droplet that said anything in valid HTTP answered; all else is a way of
 * not answering, and may be tried again.
 */
public sealed interface AttemptResult {

  /**
   * The droplet answered.
   *
   * @param status its status code, 200 to 599
   * @param body its body as JSON, or its text as a JSON string; null when empty or faulty
   * @param fault why the body could not be taken (it is too large), or null
   * @param retryAfter how long it asks to be left alone, or null
   */
  record Answered(
      int status, @Nullable JsonText body, @Nullable String fault, @Nullable Duration retryAfter)
      implements AttemptResult {

    /** An answer that asks for no pause. */
    public Answered(int status, @Nullable JsonText body, @Nullable String fault) {
      this(status, body, fault, null);
    }
  }

  /** No whole answer came within the attempt's time. */
  record TimedOut(String detail) implements AttemptResult {}

  /** Nothing listens there, or the way there is barred. */
  record Refused(String detail) implements AttemptResult {}

  /** The host's name could not be resolved. */
  record Unresolved(String detail) implements AttemptResult {}

  /** The connection broke, or what came was not HTTP. */
  record Broken(String detail) implements AttemptResult {}
}
