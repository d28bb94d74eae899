package ai.fullpotential.orchestrator.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt ended with, as far as it matters for another one. */
public sealed interface Failure {

  /**
   * An answer.
   *
   * @param status its status code
   * @param retryAfter what its Retry-After header asks for, or null
   */
  record Status(int status, @Nullable Duration retryAfter) implements Failure {}

  /** No whole answer in time. */
  record Timeout() implements Failure {}

  /** No connection, no address, or a broken one. */
  record Connection() implements Failure {}

  /** Nobody saw what it ended with. It is repeated whatever else is not. */
  record Unseen() implements Failure {}
}
