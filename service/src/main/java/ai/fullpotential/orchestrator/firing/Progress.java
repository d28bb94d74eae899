package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come.
 *
 * @param nextAt the firing that is due next, or null while there is none
 * @param lastNominal the time that the last firing of the timetable was made for, or null
 * @param lastFiredAt when a task was made last, or null
 * @param lastTask the task that was made last, or null
 * @param fired how many tasks were made
 * @param skipped how many firings were left out because the task before had not ended
 * @param waiting the firings that came while the task before had not ended and are made after it, in
 *     order
 */
public record Progress(
    @Nullable Instant nextAt,
    @Nullable Instant lastNominal,
    @Nullable Instant lastFiredAt,
    @Nullable TaskId lastTask,
    long fired,
    long skipped,
    List<Instant> waiting) {

  /** Copies the list. */
  public Progress {
    waiting = List.copyOf(waiting);
  }

  static Progress begin(@Nullable Instant nextAt) {
    return new Progress(nextAt, null, null, null, 0, 0, List.of());
  }

  Progress withNextAt(@Nullable Instant next) {
    return new Progress(next, lastNominal, lastFiredAt, lastTask, fired, skipped, waiting);
  }

  Progress withLastNominal(@Nullable Instant nominal) {
    return new Progress(nextAt, nominal, lastFiredAt, lastTask, fired, skipped, waiting);
  }

  Progress withSkipped(int more) {
    return new Progress(nextAt, lastNominal, lastFiredAt, lastTask, fired, skipped + more, waiting);
  }

  Progress withWaiting(List<Instant> firings) {
    return new Progress(nextAt, lastNominal, lastFiredAt, lastTask, fired, skipped, firings);
  }

  Progress andWaiting(Instant nominal) {
    List<Instant> more = new ArrayList<>(waiting);
    more.add(nominal);
    return withWaiting(more);
  }

  Progress withoutWaiting(Instant nominal) {
    return withWaiting(waiting.stream().filter(firing -> !firing.equals(nominal)).toList());
  }

  Progress withTask(TaskId task, Instant at) {
    return new Progress(nextAt, lastNominal, at, task, fired + 1, skipped, waiting);
  }
}
