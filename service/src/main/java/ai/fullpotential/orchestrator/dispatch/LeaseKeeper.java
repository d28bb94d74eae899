package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's lease: takes one, renews it at a third of its length, takes another when it was
 * lost, and takes over what other nodes left behind. Confined to its loop.
 */
public final class LeaseKeeper {

  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final Duration SOON = Duration.ofMillis(500);
  private static final int LEAVE_SECONDS = 1;
  private static final int FIRST_SECONDS = 2;

  private final Parts parts;
  private final Walks walks;
  private final Claimer claimer;
  private final Loop loop;
  private final Duration pace;
  private final CountDownLatch first = new CountDownLatch(1);
  private Loop.@Nullable Timer timer;
  private boolean closed;

  /** A keeper that has not begun. */
  public LeaseKeeper(Parts parts, Walks walks, Claimer claimer, Loop loop) {
    this.parts = parts;
    this.walks = walks;
    this.claimer = claimer;
    this.loop = loop;
    this.pace = parts.lease().length().dividedBy(3);
  }

  /** Begins, and waits a little for the first lease: a store may also come later. */
  public void start() throws InterruptedException {
    loop.execute(this::join);
    if (!first.await(FIRST_SECONDS, TimeUnit.SECONDS)) {
      log.warn("the store does not answer yet; tasks are taken once it does");
    }
  }

  private void join() {
    if (closed) {
      return;
    }
    long asked = parts.time().nanos();
    parts
        .store()
        .join(
            parts.lease().node(),
            parts.lease().length(),
            result -> loop.execute(() -> joined(result, asked)));
  }

  private void joined(LeaseResult result, long asked) {
    if (result instanceof LeaseResult.Granted(LeaseId id, _)) {
      parts.lease().granted(id, asked);
      first.countDown();
      log.atInfo()
          .addKeyValue("node", parts.lease().node())
          .addKeyValue("lease", id.value())
          .log("this node carries tasks on");
      claimer.rescue();
      after(pace, () -> renew(id));
    } else {
      after(SOON, this::join);
    }
  }

  private void renew(LeaseId id) {
    if (closed) {
      return;
    }
    long asked = parts.time().nanos();
    parts.store().renew(id, result -> loop.execute(() -> renewed(id, result, asked)));
  }

  private void renewed(LeaseId id, LeaseResult result, long asked) {
    switch (result) {
      case LeaseResult.Granted(_, List<TaskId> cancels) -> {
        parts.lease().granted(id, asked);
        cancels.forEach(this::cancel);
        claimer.rescue();
        after(pace, () -> renew(id));
      }
      case LeaseResult.Lost() -> {
        log.atWarn()
            .addKeyValue("node", parts.lease().node())
            .addKeyValue("lease", id.value())
            .addKeyValue("tasks_under_way", walks.underWay())
            .log("this node's lease ran out; other nodes carry its tasks on");
        parts.lease().lost();
        parts.gates().leaseLost();
        walks.drop(id);
        join();
      }
      case LeaseResult.Unknown _ -> after(pace.compareTo(SOON) < 0 ? pace : SOON, () -> renew(id));
    }
  }

  private void cancel(TaskId id) {
    walks.find(id).ifPresent(walk -> walk.ask(_ -> new TaskEvent.Cancelled()));
  }

  private void after(Duration wait, Runnable action) {
    if (timer != null) {
      timer.cancel();
    }
    timer = loop.after(wait, action);
  }

  /** Gives the lease back, so that others need not wait for its end. */
  public void close() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    loop.execute(
        () -> {
          closed = true;
          Optional<LeaseId> lease = parts.lease().id();
          parts.lease().lost();
          if (lease.isEmpty()) {
            left.countDown();
          } else {
            parts.store().leave(lease.get(), _ -> left.countDown());
          }
        });
    if (!left.await(LEAVE_SECONDS, TimeUnit.SECONDS)) {
      log.warn("the lease could not be given back; it runs out by itself");
    }
  }
}
