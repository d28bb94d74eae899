package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.schedule.Due;
import ai.fullpotential.orchestrator.schedule.Overlap;
import ai.fullpotential.orchestrator.schedule.Timetable;
import ai.fullpotential.orchestrator.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A task that is made again and again, and how far that has come. Immutable; what happens to it next
 * is {@link #next}, and nowhere else.
 *
 * @param id its name for programs
 * @param name its name for people, or null
 * @param timetable when it fires
 * @param task the request for its task, as it was sent
 * @param paused whether it is not to fire
 * @param createdAt when it was made
 * @param owner the subject of who made it, whose its tasks are; null where nobody was asked
 * @param progress how far it has come
 */
public record Schedule(
    String id,
    @Nullable String name,
    Timetable timetable,
    JsonText task,
    boolean paused,
    Instant createdAt,
    @Nullable String owner,
    Progress progress) {

  /** How many firings may wait for the end of the task before; further ones are left out. */
  public static final int MAX_WAITING = 100;

  /** Clocks of nodes, and of one node before and after it was set, are taken to differ by less. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  /** What is to be done about a schedule. */
  sealed interface Move {

    /** Nothing now. */
    record Rest() implements Move {}

    /** Make the task for this firing. */
    record Make(Instant nominal) implements Move {}

    /**
     * Make no task, and go on like this.
     *
     * @param why for the log
     */
    record GoOn(Schedule as, String why) implements Move {}
  }

  /** What a caller may say of a schedule. */
  public record Settings(
      @Nullable String name, Timetable timetable, JsonText task, boolean paused) {}

  /** A new one, whose first firing is after now. */
  public static Schedule begin(String id, Settings settings, @Nullable String owner, Instant now) {
    return new Schedule(
        id,
        settings.name(),
        settings.timetable(),
        settings.task(),
        settings.paused(),
        now,
        owner,
        Progress.begin(
            settings.paused() ? null : settings.timetable().cron().next(now).orElse(null)));
  }

  /** What a caller may say of it. */
  public Settings settings() {
    return new Settings(name, timetable, task, paused);
  }

  /** The same with other settings; its next firing is counted anew if they touch its times. */
  public Schedule with(Settings other, Instant now) {
    Schedule changed =
        new Schedule(
            id,
            other.name(),
            other.timetable(),
            other.task(),
            other.paused(),
            createdAt,
            owner,
            progress);
    boolean sameTimes = timetable.cron().toString().equals(other.timetable().cron().toString());
    Schedule counted = sameTimes && paused == other.paused() ? changed : changed.countedAnew(now);
    return other.timetable().overlap() == Overlap.SKIP ? counted.waitingForNothing() : counted;
  }

  private Schedule countedAnew(Instant now) {
    Instant last = progress.lastNominal();
    boolean lastIsPlausible = last == null || last.isBefore(now.plus(CLOCKS_DIFFER));
    Progress plausible = lastIsPlausible ? progress : progress.withLastNominal(null);
    return with(plausible.withNextAt(paused ? null : firstAfter(now)));
  }

  private @Nullable Instant firstAfter(Instant now) {
    Instant last = progress.lastNominal();
    Instant from = // the clock may be a little behind that of who made the last firing
        last != null && last.isAfter(now) && last.isBefore(now.plus(CLOCKS_DIFFER)) ? last : now;
    return timetable.cron().next(from).orElse(null);
  }

  private Schedule waitingForNothing() {
    int left = progress.waiting().size();
    return left == 0 ? this : with(progress.withWaiting(List.of()).withSkipped(left));
  }

  private Schedule with(Progress other) {
    return new Schedule(id, name, timetable, task, paused, createdAt, owner, other);
  }

  /**
   * What to do now.
   *
   * @param lastStillRuns finds out whether the task that was made last has not ended; asked only when
   *     something is due
   */
  Move next(Instant now, BooleanSupplier lastStillRuns) {
    if (paused) {
      return new Move.Rest();
    }
    Instant nextAt = progress.nextAt();
    Instant due = nextAt == null || now.isBefore(nextAt) ? null : nextAt;
    if (due == null && progress.waiting().isEmpty()) {
      return healed(now)
          .<Move>map(as -> new Move.GoOn(as, "counted anew, as the clock was set back"))
          .orElseGet(Move.Rest::new);
    }
    boolean running = lastStillRuns.getAsBoolean();
    if (!running && !progress.waiting().isEmpty()) {
      return new Move.Make(progress.waiting().getFirst());
    }
    return due == null ? new Move.Rest() : due(due, now, running);
  }

  private Move due(Instant scheduledFor, Instant now, boolean running) {
    return switch (timetable.due(scheduledFor, now, running)) {
      case Due.NotYet _ -> new Move.Rest();
      case Due.Fire(Instant nominal, Instant after) ->
          hasMade(nominal)
              ? new Move.GoOn(with(progress.withNextAt(after)), "this firing was made before")
              : new Move.Make(nominal);
      case Due.Queue(Instant nominal, Instant after) -> {
        Progress later = progress.withNextAt(after);
        yield later.waiting().size() < MAX_WAITING
            ? new Move.GoOn(with(later.andWaiting(nominal)), "waits for the end of the task before")
            : new Move.GoOn(with(later.withSkipped(1)), "left out: too many firings wait");
      }
      case Due.Missed(Instant after) ->
          new Move.GoOn(with(progress.withNextAt(after)), "missed by more than a minute");
      case Due.Overlapping(Instant _, Instant after) ->
          new Move.GoOn(
              with(progress.withNextAt(after).withSkipped(1)),
              "left out: the task before has not ended");
    };
  }

  /** A clock that was far ahead for a while left a next firing that is far too late. */
  private Optional<Schedule> healed(Instant now) {
    Instant nextAt = progress.nextAt();
    if (nextAt == null || nextAt.isBefore(now.plus(CLOCKS_DIFFER))) {
      return Optional.empty();
    }
    Instant first = firstAfter(now);
    return first != null && first.isBefore(nextAt)
        ? Optional.of(countedAnew(now))
        : Optional.empty();
  }

  /** Whether the task for this firing was made, and that is known here. */
  boolean hasMade(Instant nominal) {
    Instant last = progress.lastNominal();
    return last != null && !last.isBefore(nominal);
  }

  /** The same, with a firing that was made. */
  Schedule fired(Instant nominal, TaskId made, Instant at) {
    return passed(nominal).withTask(made, at);
  }

  /** The same, with a task that was made outside the timetable. */
  public Schedule withTask(TaskId made, Instant at) {
    return with(progress.withTask(made, at));
  }

  /** The same, with a firing whose task cannot be made. */
  Schedule failed(Instant nominal) {
    Schedule passed = passed(nominal);
    return passed.with(passed.progress.withSkipped(1));
  }

  private Schedule passed(Instant nominal) {
    Instant nextAt = progress.nextAt();
    Progress passed = progress.withLastNominal(nominal).withoutWaiting(nominal);
    return with(
        nextAt == null || nextAt.isAfter(nominal)
            ? passed
            : passed.withNextAt(timetable.cron().next(nominal).orElse(null)));
  }
}
