package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** How long a task waits for what it cannot help, and which of that time counts. */
final class Waits {

  /** How long a task that cannot begin for no fault of its own waits before it looks again, at first. */
  static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** How long at most, when nobody waits for it. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /**
   * How long it waits before the gate of its droplet until it looks by itself, at least; at most twice as
   * long. It is called up when the gate opens; this is for the case that nobody did.
   */
  static final Duration WAIT_AT_GATE = Duration.ofHours(1);

  private Waits() {}

  /** How long until it is looked at again. */
  static Duration next(Task task, Queued waited, Waiting reason, Instant now) {
    // A task that another droplet would do for looks for one: a gate calls up only its own.
    if (reason.isAtGate() && task.spec().capability() == null) {
      return task.spec().options().asynchronous()
          ? spread(task, now, WAIT_AT_GATE.multipliedBy(2))
          : Duration.between(now, task.deadline());
    }
    return longer(task, waited, reason, now);
  }

  /** As long again as it has waited, within bounds: many such tasks must not keep a node busy. */
  private static Duration longer(Task task, Queued waited, Waiting reason, Instant now) {
    if (!task.spec().options().asynchronous() || waited.reason() != reason) {
      return FIRST_WAIT;
    }
    Duration last = Duration.between(waited.since(), now).multipliedBy(2);
    return shorter(last.compareTo(FIRST_WAIT) > 0 ? last : FIRST_WAIT, LONGEST_WAIT);
  }

  /** Half of it to all of it, so that many that were put off together do not come back together. */
  private static Duration spread(Task task, Instant now, Duration most) {
    double chance =
        new SplittableRandom(task.id().value().hashCode() + 31L * now.toEpochMilli()).nextDouble();
    return Duration.ofMillis((long) (most.toMillis() * (1 + chance) / 2));
  }

  /**
   * The moment beyond which no wait for what it cannot help goes: the end of its time, but for an
   * asynchronous task, whose time does not pass meanwhile and which only a set deadline can end.
   */
  static Instant end(Task task) {
    if (!task.spec().options().asynchronous()) {
      return task.deadline();
    }
    Instant set = task.spec().options().deadline();
    return set == null ? Instant.MAX : set;
  }

  /** Time that an asynchronous task waits for what it cannot help does not count. */
  static Task excused(Task task, Queued waited, Instant now) {
    return switch (waited.reason()) {
      case START, SCHEDULE, BACKOFF -> task;
      case RATE_LIMIT, CONCURRENCY, BREAKER, PAUSED, RETRY_BUDGET, DROPLET_UNKNOWN ->
          task.spec().options().asynchronous() && now.isAfter(waited.since())
              ? task.excusing(Duration.between(waited.since(), now))
              : task;
    };
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
