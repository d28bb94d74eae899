package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.dispatch.MassReplay.Count;
import ai.fullpotential.orchestrator.dispatch.MassReplay.Status;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskPage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * One mass replay as this node carries it on, on a virtual thread of its own. It writes down how far it
 * has come once a second, which is what tells other nodes that it is alive; what was done since then
 * is asked for again under the same key when another node goes on, and so is not done again.
 */
final class ReplayRun {

  /** How often it writes down how far it has come. */
  static final Duration RENEW = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final long LATE = Duration.ofMillis(20).toNanos();
  private static final int PAGE = 100;

  private final MassReplays.Means means;
  private final Replayer replayer;
  private final long interval;
  private MassReplay replay;
  private long version;
  private long renewed;
  private long next;
  private volatile boolean stopped;

  /**
   * A run that has not begun.
   *
   * @param version of the document that says that this node carries it on
   */
  ReplayRun(MassReplays.Means means, Replayer replayer, MassReplay replay, long version) {
    this.means = means;
    this.replayer = replayer;
    this.replay = replay;
    this.version = version;
    this.interval =
        BigDecimal.valueOf(1_000_000_000L)
            .divide(replay.ratePerSecond(), 0, RoundingMode.HALF_UP)
            .longValue();
    this.renewed = means.time().nanos();
    this.next = renewed - interval;
  }

  /** Goes no further than the task at hand. Any thread may call this. */
  void stop() {
    stopped = true;
  }

  /** Runs to the end, or until it is no longer this node's. */
  void run() throws InterruptedException {
    boolean more = true;
    while (more && !stopped) {
      more = page(pageOf());
    }
    if (!stopped) {
      replay = replay.ended(Status.DONE, means.time().instant());
      renew();
    }
    settle();
  }

  private TaskPage pageOf() throws InterruptedException {
    while (true) {
      try {
        return means.store().list(replay.next(PAGE));
      } catch (StoreUnavailable e) {
        means.pause().pause(AGAIN);
      }
    }
  }

  /** Whether there is more behind this page. */
  private boolean page(TaskPage page) throws InterruptedException {
    for (Task listed : page.tasks()) {
      if (listed.status().isFinal()) {
        awaitTurn();
        if (!stopped) {
          one(listed);
        }
      } else {
        replay = replay.behind(listed.id(), replay.count());
      }
      if (stopped) {
        return false;
      }
    }
    return page.next() != null;
  }

  private void awaitTurn() throws InterruptedException {
    next += interval;
    while (!stopped) {
      if (means.time().nanos() - renewed >= RENEW.toNanos()) {
        renew();
      }
      long left = next - means.time().nanos();
      if (left <= 0) {
        // No more is made up for than a timer is late: the rest would come as a burst.
        next = Math.max(next, means.time().nanos() - LATE);
        return;
      }
      means.pause().pause(Duration.ofNanos(Math.min(left, RENEW.toNanos())));
    }
  }

  private void one(Task listed) throws InterruptedException {
    while (!stopped) {
      try {
        Optional<Task> task = means.store().find(listed.id());
        Optional<Count> count =
            task.isEmpty()
                ? Optional.of(replay.count().andFailed("a task was no longer kept"))
                : counted(replayer.replay(task.get(), replay));
        if (count.isPresent()) {
          replay = replay.behind(listed.id(), count.get());
          return;
        }
      } catch (StoreUnavailable e) {
        // as when the store cannot write: tried again
      }
      means.pause().pause(AGAIN);
      renew();
    }
  }

  /** How far it is now, or empty when the same is to be tried again. */
  private Optional<Count> counted(TaskOutcome outcome) {
    Count count = replay.count();
    return switch (outcome) {
      case TaskOutcome.Accepted _,
          TaskOutcome.Replayed _,
          TaskOutcome.Ended _,
          TaskOutcome.Elsewhere _ ->
          Optional.of(count.andReplayed());
      case TaskOutcome.UnknownDroplet unknown ->
          Optional.of(
              count.andFailed("droplet '" + unknown.requested() + "' not found in registry"));
      case TaskOutcome.Mismatch _ -> throw new IllegalStateException("a key of ours was used");
      case TaskOutcome.Full _,
          TaskOutcome.NoStore _,
          TaskOutcome.StoreLost _,
          TaskOutcome.CutByShutdown _ ->
          Optional.empty();
      case TaskOutcome.Draining _ -> {
        stopped = true;
        yield Optional.empty();
      }
    };
  }

  /** Writes down how far it has come; stops when somebody else has written meanwhile. */
  private void renew() throws InterruptedException {
    while (true) {
      try {
        renewed = means.time().nanos();
        if (means
            .documents()
            .replace(MassReplays.KIND, replay.id(), version, MassReplayJson.of(replay))) {
          version++;
        } else {
          stopped = true;
        }
        return;
      } catch (StoreUnavailable e) {
        means.pause().pause(AGAIN);
      }
    }
  }

  /** What a cancelled one had done until it heard of it is told all the same. */
  private void settle() {
    means
        .documents()
        .find(MassReplays.KIND, replay.id())
        .filter(newest -> MassReplayJson.read(newest).status() == Status.CANCELLED)
        .ifPresent(
            newest ->
                means
                    .documents()
                    .replace(
                        MassReplays.KIND,
                        replay.id(),
                        newest.version(),
                        MassReplayJson.of(MassReplayJson.read(newest).counting(replay.count()))));
  }
}
