package ai.fullpotential.orchestrator.metrics;

/**
 * What is known of finished tasks, of all or of one droplet's, at one moment.
 *
 * @param success how many were answered with 2xx
 * @param error how many were answered otherwise, or could not be
 * @param timeout how many ran out of time
 * @param cancelled how many somebody cancelled
 * @param retries the retries made for them
 * @param succeededAfterRetry how many needed a retry to succeed
 * @param failedAfterRetry how many were retried and failed all the same
 * @param times how long they took
 */
public record TaskFigures(
    long success,
    long error,
    long timeout,
    long cancelled,
    long retries,
    long succeededAfterRetry,
    long failedAfterRetry,
    ResponseTimes times) {

  /** Of nothing that has finished. */
  static final TaskFigures NONE = new TaskFigures(0, 0, 0, 0, 0, 0, 0, ResponseTimes.NONE);

  /** All that finished. */
  public long total() {
    return success + error + timeout + cancelled;
  }

  /** The share that succeeded of those that nobody cancelled, 0 to 1; 0 while there is none. */
  public double successRatio() {
    long ran = total() - cancelled;
    return ran == 0 ? 0 : (double) success / ran;
  }
}
