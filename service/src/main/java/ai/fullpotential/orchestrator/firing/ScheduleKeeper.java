package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires schedules when they are due. Every node has one, and does not know of the others: of several
 * that make one firing, one makes its task. It looks at all schedules every few seconds, as other
 * nodes change them, and in between at each when it is due. Confined to its loop, but for {@link
 * #look} and {@link #close}.
 */
public final class ScheduleKeeper {

  private static final Logger log = LoggerFactory.getLogger(ScheduleKeeper.class);

  /** How often it looks at all schedules. */
  static final Duration POLL = Duration.ofSeconds(5);

  /** How often it looks whether a task has ended that a firing waits for. */
  static final Duration WAITING_POLL = Duration.ofSeconds(1);

  /** A wall clock that moved so much more or less than time has passed was set. */
  private static final Duration WAS_SET = Duration.ofMinutes(1);

  private static final Duration AT_LEAST = Duration.ofMillis(1);
  private static final Backoff AGAIN =
      new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(5));
  private static final int AT_ONCE = 32;

  private final ScheduleBook book;
  private final Turn turn;
  private final Loop loop;
  private final Executor blocking;
  private final TimeSource time;
  private final Semaphore atOnce = new Semaphore(AT_ONCE);

  private final Map<String, Instant> wakes = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private int failedLooks;
  private long lookedNanos;
  private Instant lookedAt = Instant.EPOCH;
  private boolean looking;
  private boolean lookAgain;
  private boolean closed;
  private boolean storeIsAway;
  private Loop.@Nullable Timer lookTimer;
  private Loop.@Nullable Timer wakeTimer;

  /**
   * A keeper that has not begun.
   *
   * @param loop the one it is confined to
   * @param blocking runs what may block
   */
  public ScheduleKeeper(
      ScheduleBook book, TaskMaker maker, Loop loop, Executor blocking, TimeSource time) {
    this.book = book;
    this.turn = new Turn(book, maker, time);
    this.loop = loop;
    this.blocking = blocking;
    this.time = time;
    this.lookedNanos = time.nanos();
  }

  /** Begins. */
  public void start() {
    look();
  }

  /** Looks at all schedules soon: one was changed. Any thread may call this. */
  public void look() {
    loop.execute(this::lookAtAll);
  }

  /** Fires nothing any more; other nodes do. */
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          cancel(lookTimer);
          cancel(wakeTimer);
        });
  }

  private void lookAtAll() {
    if (closed || looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    lookAgain = false;
    blocking.execute(
        () -> {
          try {
            List<Schedule> all = book.all();
            loop.execute(() -> seen(all));
          } catch (RuntimeException e) {
            loop.execute(() -> notSeen(e));
          }
        });
  }

  private void seen(List<Schedule> all) {
    failedLooks = 0;
    storeAnswered();
    keepOnly(all.stream().map(Schedule::id).toList());
    boolean wasSet = clockWasSet();
    for (Schedule schedule : all) {
      if (!failures.containsKey(schedule.id())) { // those have their own time
        Instant wake = wake(schedule);
        Instant known = wakes.get(schedule.id());
        boolean knownIsEarlier = wake != null && known != null && known.isBefore(wake);
        wakeFor(
            schedule.id(), wake != null && wasSet ? time.instant() : knownIsEarlier ? known : wake);
      }
    }
    looked(POLL);
  }

  /** Also true the first time: it may have been set while this node did not run. */
  private boolean clockWasSet() {
    Instant now = time.instant();
    Duration passed = time.since(lookedNanos);
    Duration drift = Duration.between(lookedAt, now).minus(passed).abs();
    lookedAt = now;
    lookedNanos = time.nanos();
    return drift.compareTo(WAS_SET) > 0;
  }

  private void keepOnly(Collection<String> ids) {
    wakes.keySet().retainAll(ids);
    failures.keySet().retainAll(ids);
  }

  private void notSeen(RuntimeException why) {
    failedLooks++;
    tell(why, "all");
    looked(AGAIN.before(failedLooks));
  }

  private void looked(Duration again) {
    looking = false;
    wakeDue();
    if (lookAgain) {
      lookAtAll();
    } else if (!closed) {
      cancel(lookTimer);
      lookTimer = loop.after(again, this::lookAtAll);
    }
  }

  /** When something is to be done about it, or null when nothing will be. */
  private @Nullable Instant wake(Schedule schedule) {
    if (schedule.paused()) {
      return null;
    }
    Instant nextAt = schedule.progress().nextAt();
    if (schedule.progress().waiting().isEmpty()) {
      return nextAt;
    }
    Instant soon = time.instant().plus(WAITING_POLL);
    return nextAt != null && nextAt.isBefore(soon) ? nextAt : soon;
  }

  private void wakeFor(String id, @Nullable Instant at) {
    if (at == null) {
      wakes.remove(id);
    } else {
      wakes.put(id, at);
    }
  }

  /** Attends to all that is due, and sets the timer for what is due next. */
  private void wakeDue() {
    cancel(wakeTimer);
    wakeTimer = null;
    if (closed) {
      return;
    }
    Instant now = time.instant();
    List.copyOf(wakes.entrySet()).stream()
        .filter(wake -> !wake.getValue().isAfter(now))
        .forEach(wake -> attend(wake.getKey()));
    wakes.values().stream()
        .min(Instant::compareTo)
        .map(next -> Duration.between(time.instant(), next))
        // Further away than the next look, which sets it anew: the wall clock may be set.
        .filter(wait -> wait.compareTo(POLL) < 0)
        .ifPresent(this::wakeIn);
  }

  private void wakeIn(Duration wait) {
    cancel(wakeTimer);
    wakeTimer = loop.after(wait.compareTo(AT_LEAST) < 0 ? AT_LEAST : wait, this::wakeDue);
  }

  private void attend(String id) {
    wakes.remove(id);
    if (!underWay.add(id)) {
      return;
    }
    blocking.execute(
        () -> {
          atOnce.acquireUninterruptibly();
          try {
            Optional<Schedule> after = turn.take(id);
            loop.execute(() -> attended(id, after));
          } catch (RuntimeException e) {
            loop.execute(() -> notAttended(id, e));
          } finally {
            atOnce.release();
          }
        });
  }

  private void attended(String id, Optional<Schedule> after) {
    underWay.remove(id);
    failures.remove(id);
    wakeFor(id, after.map(this::wake).orElse(null));
    wakeDue();
  }

  private void notAttended(String id, RuntimeException why) {
    underWay.remove(id);
    int failed = failures.merge(id, 1, Integer::sum);
    tell(why, id);
    wakeFor(id, time.instant().plus(AGAIN.before(failed)));
    wakeDue();
  }

  private void tell(RuntimeException why, String schedule) {
    if (!(why instanceof StoreUnavailable)) {
      log.atError().addKeyValue("schedule", schedule).setCause(why).log("a schedule was not kept");
    } else if (!storeIsAway) {
      storeIsAway = true;
      log.atWarn()
          .addKeyValue("reason", why.getMessage())
          .log("the store cannot be reached; schedules fire when it is back");
    }
  }

  private void storeAnswered() {
    if (storeIsAway && failures.isEmpty()) {
      storeIsAway = false;
      log.info("the store can be reached again; schedules fire");
    }
  }

  private static void cancel(Loop.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
