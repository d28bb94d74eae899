package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The tasks under way on this node, and how many there may be. Safe for any thread. */
public final class Walks {

  private final int most;
  private final int mostAsynchronous;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger asynchronous = new AtomicInteger();
  private final Map<TaskId, Walk> byId = new ConcurrentHashMap<>();
  private final CountDownLatch quiet = new CountDownLatch(1);
  private volatile boolean draining;
  private volatile Runnable roomAgain = () -> {};
  private volatile Runnable doubt = () -> {};

  /**
   * None yet.
   *
   * @param most so many at once; half of them may be asynchronous, so that there is always room for
   *     callers that wait
   */
  public Walks(int most) {
    this.most = most;
    this.mostAsynchronous = Math.max(1, most / 2);
  }

  int most() {
    return most;
  }

  /** Counts one more that somebody waits for; false, and nothing counted, when that is too many. */
  boolean enter() {
    // Counted first, so that drain() cannot overlook a task that has just passed this check.
    int count = underWay.incrementAndGet();
    if (draining || count > most) {
      leave();
      return false;
    }
    return true;
  }

  /** Counts one more asynchronous one; false, and nothing counted, when that is too many. */
  boolean enterAsynchronous() {
    underWay.incrementAndGet();
    int count = asynchronous.incrementAndGet();
    if (draining || count > mostAsynchronous) {
      asynchronous.decrementAndGet();
      leave();
      return false;
    }
    return true;
  }

  /** Counts one more asynchronous one that this node holds already. */
  void enterAnyway() {
    underWay.incrementAndGet();
    asynchronous.incrementAndGet();
  }

  void leave() {
    if (underWay.decrementAndGet() == 0 && draining) {
      quiet.countDown();
    }
  }

  void leaveAsynchronous() {
    asynchronous.decrementAndGet();
    leave();
    roomAgain.run();
  }

  /** How many asynchronous ones may be taken now. */
  int room() {
    return draining ? 0 : Math.max(0, mostAsynchronous - asynchronous.get());
  }

  void onRoom(Runnable look) {
    roomAgain = look;
  }

  void onDoubt(Runnable look) {
    doubt = look;
  }

  /** The store did not say whether this node holds a task that no walk carries on. */
  void doubt() {
    doubt.run();
  }

  void add(Walk walk) {
    byId.put(walk.task().id(), walk);
  }

  /** False when its task has a walk already. */
  boolean addIfAbsent(Walk walk) {
    return byId.putIfAbsent(walk.task().id(), walk) == null;
  }

  void remove(Walk walk) {
    byId.remove(walk.task().id(), walk);
  }

  Optional<Walk> find(TaskId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Collection<Walk> all() {
    return byId.values();
  }

  /** Drops what was carried on under a lease that is lost. */
  void drop(LeaseId lease) {
    byId.values().stream().filter(walk -> walk.lease().equals(lease)).forEach(Walk::drop);
  }

  /** How many tasks are under way. */
  public int underWay() {
    return underWay.get();
  }

  /** Whether the service is stopping and takes nothing any more. */
  public boolean isDraining() {
    return draining;
  }

  /** Takes nothing any more. */
  void close() {
    draining = true;
  }

  boolean awaitQuiet(Duration atMost) throws InterruptedException {
    return underWay.get() == 0 || quiet.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }
}
