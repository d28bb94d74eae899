package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tasks under way on this node, and how many there may be. Safe for any thread. */
public final class Walks {

  private final int most;
  private final int mostAsynchronous;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger asynchronous = new AtomicInteger();
  private final Map<TaskId, Walk> byId = new ConcurrentHashMap<>();
  private final CountDownLatch quiet = new CountDownLatch(1);
  private volatile boolean draining;

  /** Set when a due task had to be left in the store, so that no later one goes before it. */
  private volatile boolean crowded;

  private volatile Runnable roomAgain = () -> {};
  private volatile Runnable unsure = () -> {};
  private volatile @Nullable Set<TaskId> left;

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

  /**
   * Counts one that has {@link #enter}ed as asynchronous from now on; false, and it is not, when that is
   * too many, or others wait in the store for their turn.
   */
  boolean turnAsynchronous() {
    int count = asynchronous.incrementAndGet();
    if (draining || crowded || count > mostAsynchronous) {
      asynchronous.decrementAndGet();
      crowded = true;
      return false;
    }
    return true;
  }

  /** To be told when nothing that is due waits in the store any more. */
  void caughtUp() {
    crowded = false;
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

  void onUnsure(Runnable look) {
    unsure = look;
  }

  /** To be called when the store may hold a task for this node that no walk carries on. */
  void unsure() {
    unsure.run();
  }

  /** Notes which tasks leave from now on: what is read of them meanwhile is old. */
  void noteLeaving() {
    left = ConcurrentHashMap.newKeySet();
  }

  /** Whether the task is carried on, or was since the last {@link #noteLeaving}. */
  boolean wasHereMeanwhile(TaskId id) {
    Set<TaskId> noted = left;
    return byId.containsKey(id) || (noted != null && noted.contains(id));
  }

  void noteNoMore() {
    left = null;
  }

  void add(Walk walk) {
    byId.put(walk.task().id(), walk);
  }

  void remove(Walk walk) {
    Set<TaskId> noted = left;
    if (noted != null) {
      noted.add(walk.task().id());
    }
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
