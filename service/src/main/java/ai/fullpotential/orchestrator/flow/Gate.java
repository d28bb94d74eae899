package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.Allotment;
import ai.fullpotential.orchestrator.policy.Breaker;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.task.Refusal;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands before one droplet on this node: lets calls through as its bounds allow, keeps a line of
 * those that can be made soon, and sends the others away. Safe for any thread; nobody is told anything
 * under its lock.
 */
final class Gate {

  /** So many may wait in memory that could wait in the store; callers that wait all do. */
  private static final int LONGEST_LINE = 256;

  private final String droplet;
  private final Surroundings around;
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Waiter> line = new PriorityQueue<>();
  private final Bounds bounds;

  /** Whether tasks wait in the store to be called up. */
  private boolean parked;

  private boolean timing;

  /** Of those that could wait in the store: all in memory, and those of them in the line. */
  private int parkable;

  private int parkableInLine;
  private long entered;

  /** A gate before the droplet, that nobody has passed yet. */
  Gate(String droplet, DropletPolicy policy, Quota quota, Surroundings around) {
    this.droplet = droplet;
    this.around = around;
    this.bounds = new Bounds(policy, quota, around.nodes(), around.time().nanos());
  }

  private record Told(Waiter waiter, Answer answer) {}

  /** Answers at once, before this returns, or makes who asks wait in the line. */
  Turn enter(Ask ask, Loop loop, Consumer<Answer> told) {
    Waiter waiter;
    Answer answer;
    lock.lock();
    try {
      long now = around.time().nanos();
      waiter = new Waiter(this, ask, loop, told, entered++);
      Held held = bounds.held(ask, now);
      answer =
          held == null && line.isEmpty() && hasPlace(ask)
              ? new Answer.Go(admit(ask, now))
              : turnAway(ask, held, now);
      if (answer == null) {
        join(waiter);
        lookAgain(now);
      }
    } finally {
      lock.unlock();
    }
    if (answer != null) {
      told.accept(answer);
    }
    return waiter;
  }

  private boolean hasPlace(Ask ask) {
    return !ask.mayPark() || parkable < around.mostParkable();
  }

  /** What is told who cannot wait in the line, or need not; null for who is to join it. */
  private @Nullable Answer turnAway(Ask ask, @Nullable Held held, long now) {
    if (held == Held.BUDGET || held == Held.BREAKER) {
      return sendAway(ask, held);
    }
    boolean isFull = parkableInLine >= Math.min(LONGEST_LINE, bounds.room(now));
    if (ask.mayPark() && (held == Held.PAUSED || isFull || !hasPlace(ask))) {
      return sendAway(ask, held == null ? Held.SLOT : held);
    }
    return null;
  }

  private Answer sendAway(Ask ask, Held held) {
    if (ask.mayPark()) {
      parked |= held.reason().isAtGate();
      return new Answer.Park(held.reason());
    }
    return new Answer.Refuse(held == Held.BREAKER ? Refusal.BREAKER_OPEN : Refusal.BUDGET_SPENT);
  }

  private Pass admit(Ask ask, long now) {
    Bounds.Admitted admitted = bounds.admit(ask, now);
    if (ask.mayPark()) {
      parkable++;
    }
    boolean[] over = new boolean[1];
    return how -> changed(at -> ended(admitted, how, over, at));
  }

  private Breaker.Change ended(
      Bounds.Admitted admitted, Breaker.End how, boolean[] over, long now) {
    if (over[0]) {
      return Breaker.Change.NONE;
    }
    over[0] = true;
    if (admitted.ask().mayPark()) {
      parkable--;
    }
    return bounds.ended(admitted, how, now);
  }

  /** Makes a change under the lock, looks who may go now, and tells everybody afterwards. */
  private void changed(Function<Long, Breaker.Change> change) {
    Breaker.Change ofBreaker;
    List<Told> told;
    boolean callUp;
    lock.lock();
    try {
      long now = around.time().nanos();
      ofBreaker = change.apply(now);
      told = advance(now);
      callUp = parked && room(now) > 0;
    } finally {
      lock.unlock();
    }
    told.forEach(each -> each.waiter().tell(each.answer()));
    if (ofBreaker != Breaker.Change.NONE) {
      around.listener().breaker(droplet, ofBreaker == Breaker.Change.OPENED);
    }
    if (callUp) {
      around.callUp().accept(droplet);
    }
  }

  /** Lets through who may go now, and sends away who has nothing to wait for any more. */
  private List<Told> advance(long now) {
    List<Told> told = new ArrayList<>();
    for (Waiter first = line.peek(); first != null; first = line.peek()) {
      Held held = bounds.held(first.ask, now);
      if (held == null) {
        remove(first);
        told.add(new Told(first, new Answer.Go(admit(first.ask, now))));
      } else if (held == Held.BUDGET) {
        remove(first);
        told.add(new Told(first, sendAway(first.ask, held)));
      } else {
        List.copyOf(line).stream()
            .filter(waiter -> held == Held.BREAKER || (held == Held.PAUSED && waiter.ask.mayPark()))
            .filter(this::remove)
            .forEach(waiter -> told.add(new Told(waiter, sendAway(waiter.ask, held))));
        break;
      }
    }
    lookAgain(now);
    return told;
  }

  private void join(Waiter waiter) {
    line.add(waiter);
    if (waiter.ask.mayPark()) {
      parkable++;
      parkableInLine++;
    }
  }

  private boolean remove(Waiter waiter) {
    boolean was = line.remove(waiter);
    if (was && waiter.ask.mayPark()) {
      parkable--;
      parkableInLine--;
    }
    return was;
  }

  /** For a token somebody must look at the clock; everything else is told by who changes it. */
  private void lookAgain(long now) {
    Long wait = line.isEmpty() || timing ? null : bounds.nanosToToken(now);
    if (wait != null) {
      timing = true;
      Loop timers = around.timers();
      Duration after = Duration.ofNanos(Math.max(wait, 1));
      timers.execute(() -> timers.after(after, () -> changed(this::timeHasCome)));
    }
  }

  private Breaker.Change timeHasCome(long now) {
    timing = false;
    return Breaker.Change.NONE;
  }

  /** What it waits for, or null when it is not in the line. */
  @Nullable Waiting waitsFor(Waiter waiter) {
    return reading(
        now -> {
          Held held = line.contains(waiter) ? bounds.held(waiter.ask, now) : null;
          return !line.contains(waiter) ? null : held == null ? Waiting.CONCURRENCY : held.reason();
        });
  }

  /** Waits no more. */
  void leave(Waiter waiter) {
    changed(
        _ -> {
          remove(waiter);
          return Breaker.Change.NONE;
        });
  }

  /** Goes by this policy from now on. */
  void change(DropletPolicy newer) {
    changed(
        now -> {
          bounds.change(newer, now);
          return Breaker.Change.NONE;
        });
  }

  /** Looks at the line again: what its quota has may be more. */
  void look() {
    changed(_ -> Breaker.Change.NONE);
  }

  /** So many nodes share what holds over all of them. */
  void nodes(int count) {
    reading(
        _ -> {
          bounds.share(count);
          return count;
        });
  }

  /** Whether the breaker is open by the word of other nodes. */
  void openByCluster(boolean is) {
    changed(
        _ -> {
          bounds.openByCluster(is);
          return Breaker.Change.NONE;
        });
  }

  /** Notes whether tasks wait in the store to be called up. */
  void parked(boolean are) {
    reading(
        _ -> {
          parked = are;
          return are;
        });
  }

  /** How many tasks could be called up from the store now. */
  int room() {
    return reading(this::room);
  }

  private int room(long now) {
    int places = Math.min(around.mostParkable() - parkable, LONGEST_LINE - parkableInLine);
    return Math.max(0, Math.min(places, bounds.room(now) - line.size()));
  }

  GateState state() {
    return reading(now -> bounds.state(line.size(), now));
  }

  /** Whether nodes have anything to agree on here. */
  boolean isShared() {
    return reading(_ -> bounds.isShared());
  }

  /**
   * Divides anew what all nodes share. What this node gives up it does not use from now on; what it gains
   * it is given by {@link #given}, once that is agreed.
   */
  Allotment.Division divide(
      long lease, BiFunction<DropletPolicy, Allotment.Needs, Allotment.Division> division) {
    return reading(
        now -> {
          SharedQuota quota = bounds.shared();
          int waiting = line.size() + (parked ? LONGEST_LINE : 0);
          Allotment.Needs needs =
              new Allotment.Needs(
                  lease,
                  bounds.calls(),
                  bounds.calls() + waiting,
                  quota.tokens(),
                  quota.tokensWanted(waiting),
                  bounds.isOpen(now));
          Allotment.Division divided = division.apply(bounds.policy(), needs);
          quota.giveBack(divided.slots(), divided.tokens());
          return divided;
        });
  }

  /** What was divided is agreed. */
  void given(int slots, int moreTokens) {
    changed(
        _ -> {
          bounds.shared().have(slots, moreTokens);
          return Breaker.Change.NONE;
        });
  }

  /** This node has nothing of what all share: its lease is another, or none. */
  void lose() {
    reading(
        _ -> {
          bounds.shared().giveBack(0, 0);
          return true;
        });
  }

  private <T extends @Nullable Object> T reading(Function<Long, T> action) {
    lock.lock();
    try {
      return action.apply(around.time().nanos());
    } finally {
      lock.unlock();
    }
  }
}
