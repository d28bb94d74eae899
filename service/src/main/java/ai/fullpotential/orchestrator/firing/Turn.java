package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.firing.ScheduleBook.Kept;
import ai.fullpotential.orchestrator.task.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due for one schedule. Each firing's task is recorded before the schedule says so: who
 * dies between leaves a firing that is due, and whoever makes it again is given the same task. Safe
 * for any thread, one for each schedule; may block, and throws {@link
 * ai.fullpotential.orchestrator.task.StoreUnavailable}.
 */
final class Turn {

  private static final Logger log = LoggerFactory.getLogger(Turn.class);

  private final ScheduleBook book;
  private final TaskMaker maker;
  private final InstantSource clock;
  private final Map<String, Made> unrecorded = new ConcurrentHashMap<>();

  /** A firing whose task was made, and that the schedule may not tell of yet. */
  private record Made(Instant nominal, TaskId task, Instant at) {}

  Turn(ScheduleBook book, TaskMaker maker, InstantSource clock) {
    this.book = book;
    this.maker = maker;
    this.clock = clock;
  }

  /** The schedule after all that was due, or empty when there is none any more. */
  Optional<Schedule> take(String id) {
    while (true) {
      Optional<Kept> kept = book.kept(id);
      if (kept.isEmpty()) {
        unrecorded.remove(id);
        return Optional.empty();
      }
      Schedule schedule = kept.get().schedule();
      Schedule changed = carryOut(schedule);
      if (changed.equals(schedule)) {
        return Optional.of(schedule);
      }
      if (book.replace(kept.get(), changed)) {
        unrecorded.remove(id);
      }
    }
  }

  private Schedule carryOut(Schedule schedule) {
    Made made = unrecorded.get(schedule.id());
    if (made != null && !schedule.hasMade(made.nominal())) {
      return schedule.fired(made.nominal(), made.task(), made.at());
    }
    unrecorded.remove(schedule.id());
    return switch (schedule.next(clock.instant(), () -> maker.lastStillRuns(schedule))) {
      case Schedule.Move.Rest() -> schedule;
      case Schedule.Move.GoOn(Schedule as, String why) -> {
        log.atInfo()
            .addKeyValue("schedule", schedule.id())
            .addKeyValue("due", schedule.progress().nextAt())
            .addKeyValue("next_at", as.progress().nextAt())
            .addKeyValue("reason", why)
            .log("no task was made for a firing");
        yield as;
      }
      case Schedule.Move.Make(Instant nominal) -> make(schedule, nominal);
    };
  }

  private Schedule make(Schedule schedule, Instant nominal) {
    TaskId task;
    try {
      task = maker.make(schedule, nominal);
    } catch (IllegalArgumentException noRequest) {
      log.atError()
          .addKeyValue("schedule", schedule.id())
          .addKeyValue("reason", noRequest.getMessage())
          .log("the task of a schedule cannot be made");
      return schedule.failed(nominal);
    }
    Instant now = clock.instant();
    unrecorded.put(schedule.id(), new Made(nominal, task, now));
    return schedule.fired(nominal, task, now);
  }
}
