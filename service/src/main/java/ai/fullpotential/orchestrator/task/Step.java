package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event: the task as it is now, which must be recorded first, and one command
 * to carry out once that record is safe. The order is the promise: an attempt is on record before
 * its connection is used, an end before the caller hears of it.
 */
public record Step(Task task, Command then) {

  /** What to do once the task's new state is recorded. */
  public sealed interface Command {

    /** Make the call of the attempt that has just been opened; report {@code AttemptEnded}. */
    record Call(Attempt attempt, Duration timeout) implements Command {}

    /** Look at the task again at this time; report {@code Due} or {@code DropletMissing}. */
    record Wake(Instant at) implements Command {}

    /** Do nothing until somebody says what to do. */
    record Hold() implements Command {}

    /** Tell whoever waits. */
    record Answer(Ending ending) implements Command {}
  }

  /** How a task ended, for the caller; everything else is in its record. */
  public sealed interface Ending {

    /** How a task ended, as its record tells it: of the answer's body, what was kept. */
    static Ending of(Task task, Finished end) {
      return switch (end.status()) {
        case CANCELLED -> new Cancelled();
        case TIMEOUT -> new OutOfTime();
        case QUEUED, RUNNING, HELD, SUCCESS, ERROR -> {
          Optional<Refusal> refusal = Reasons.refusal(end.errorMessage());
          if (refusal.isPresent()) {
            yield new Refused(refusal.get());
          }
          if (end.responseStatus() != null && end.responseStatus() < 500) {
            yield new Responded(end.responseBody());
          }
          yield task.attempts().isEmpty() ? new Abandoned() : new Unreachable();
        }
      };
    }

    /**
     * The droplet answered below 500.
     *
     * @param body the whole answer, of which the record may keep less
     */
    record Responded(@Nullable JsonText body) implements Ending {}

    /** Every allowed attempt failed. */
    record Unreachable() implements Ending {}

    /** The droplet was not called, or not again, to spare it. */
    record Refused(Refusal why) implements Ending {}

    /** The task's total time ran out. */
    record OutOfTime() implements Ending {}

    /** Somebody asked for its end. */
    record Cancelled() implements Ending {}

    /** This service gave it up, for a reason that is not the droplet's. */
    record Abandoned() implements Ending {}
  }
}
