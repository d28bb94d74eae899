package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.JsonText;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as the SQL stores keep it. Times are microseconds since the epoch.
 *
 * @param id its name
 * @param request what never changes
 * @param progress what every save replaces
 */
record TaskRow(UUID id, Request request, Progress progress) {

  /**
   * What never changes.
   *
   * @param droplet the droplet's name as it is looked up, see {@link TaskCodec#dropletKey}
   * @param priority 1 is first
   * @param createdAt when it was accepted
   * @param spec everything asked for but payload and meta, and where the task comes from
   * @param payload the body to send
   * @param meta the caller's notes
   */
  record Request(
      String droplet,
      int priority,
      long createdAt,
      JsonText spec,
      @Nullable JsonText payload,
      @Nullable JsonText meta) {}

  /**
   * What every save replaces.
   *
   * @param status 0 queued, 1 running, 2 held, 3 success, 4 error, 5 timeout, 6 cancelled
   * @param dueAt when it is looked at again, exactly while it is queued
   * @param endedAt when it ended, exactly when it has
   * @param details the attempts, and what else there is to say of the state
   * @param result what is kept of the answer
   */
  record Progress(
      int status,
      @Nullable Long dueAt,
      @Nullable Long endedAt,
      JsonText details,
      @Nullable JsonText result) {

    /** The status of a task that has ended, else 0: what does not change while it is tried. */
    int ending() {
      return endedAt == null ? 0 : status;
    }
  }
}
