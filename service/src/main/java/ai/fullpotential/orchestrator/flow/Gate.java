package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.Allotment;
import ai.fullpotential.orchestrator.policy.Breaker;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.RetryBudget;
import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.Refusal;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands before one droplet on this node: lets calls through as its bounds allow, keeps a line of
 * those that can be made soon, and sends the others away. Safe for any thread; nobody is told anything
 * under its lock.
 */
final class Gate {

  private final String droplet;
  private final Surroundings around;
  private final ReentrantLock lock = new ReentrantLock();
  private final Line line;
  private final Bounds bounds;

  /** The lines of which tasks wait in the store to be called up. */
  private final Set<GateLine> parked = EnumSet.noneOf(GateLine.class);

  private boolean timing;
  private boolean timingRetries;

  private long entered;

  /** A gate before the droplet, that nobody has passed yet. */
  Gate(String droplet, DropletPolicy policy, Quota quota, Surroundings around) {
    this.droplet = droplet;
    this.around = around;
    this.line = new Line(around.mostParkable());
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
          held == null && line.isEmpty() && line.hasPlace(ask)
              ? new Answer.Go(admit(ask, now))
              : turnAway(ask, held, now);
      if (answer == null) {
        line.join(waiter);
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

  /** What is told who cannot wait in the line, or need not; null for who is to join it. */
  private @Nullable Answer turnAway(Ask ask, @Nullable Held held, long now) {
    if (held == Held.BUDGET || held == Held.BREAKER) {
      return sendAway(ask, held);
    }
    boolean othersWait = parked.contains(GateLine.CALLS) && !ask.hasWaited();
    boolean isFull = line.isFull(othersWait ? bounds.room(now) / 2 : bounds.room(now));
    if (ask.mayPark() && (held == Held.PAUSED || isFull)) {
      return sendAway(ask, held == null ? Held.SLOT : held);
    }
    return null;
  }

  private Answer sendAway(Ask ask, Held held) {
    if (ask.mayPark()) {
      park(held.reason().line());
      return new Answer.Park(held.reason());
    }
    return new Answer.Refuse(held == Held.BREAKER ? Refusal.BREAKER_OPEN : Refusal.BUDGET_SPENT);
  }

  private boolean park(GateLine waiting) {
    boolean isNew = parked.add(waiting);
    if (waiting == GateLine.RETRIES && !timingRetries) {
      timingRetries = true;
      after(Duration.ofNanos(RetryBudget.PART_NANOS), this::retriesAreDue);
    }
    return isNew;
  }

  /** What is given back comes in small parts: the line of retries is not called up all at once. */
  private void retriesAreDue() {
    boolean callUp =
        reading(
            now -> {
              timingRetries = false;
              if (parked.contains(GateLine.RETRIES)) {
                park(GateLine.RETRIES);
              }
              return timingRetries && room(GateLine.RETRIES, now) > 0;
            });
    if (callUp) {
      around.callUp().accept(droplet, GateLine.RETRIES);
    }
  }

  private Pass admit(Ask ask, long now) {
    Bounds.Admitted admitted = bounds.admit(ask, now);
    line.called(ask);
    boolean[] over = new boolean[1];
    return how -> changed(at -> ended(admitted, how, over, at));
  }

  private Breaker.Change ended(
      Bounds.Admitted admitted, Breaker.End how, boolean[] over, long now) {
    if (over[0]) {
      return Breaker.Change.NONE;
    }
    over[0] = true;
    line.ended(admitted.ask());
    return bounds.ended(admitted, how, now);
  }

  private void update(LongConsumer change) {
    changed(
        now -> {
          change.accept(now);
          return Breaker.Change.NONE;
        });
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
      callUp = parked.contains(GateLine.CALLS) && room(GateLine.CALLS, now) > 0;
    } finally {
      lock.unlock();
    }
    told.forEach(each -> each.waiter().tell(each.answer()));
    if (ofBreaker != Breaker.Change.NONE) {
      around.listener().breaker(droplet, ofBreaker == Breaker.Change.OPENED);
    }
    if (callUp) {
      around.callUp().accept(droplet, GateLine.CALLS);
    }
  }

  /** Lets through who may go now, and sends away who has nothing to wait for any more. */
  private List<Told> advance(long now) {
    if (line.isEmpty()) {
      return List.of();
    }
    List<Told> told = new ArrayList<>();
    for (Waiter first = line.first(); first != null; first = line.first()) {
      Held held = bounds.held(first.ask, now);
      if (held == null) {
        line.remove(first);
        told.add(new Told(first, new Answer.Go(admit(first.ask, now))));
      } else if (held == Held.BUDGET) {
        line.remove(first);
        told.add(new Told(first, sendAway(first.ask, held)));
      } else {
        line.all().stream()
            .filter(waiter -> held == Held.BREAKER || (held == Held.PAUSED && waiter.ask.mayPark()))
            .filter(line::remove)
            .forEach(waiter -> told.add(new Told(waiter, sendAway(waiter.ask, held))));
        break;
      }
    }
    lookAgain(now);
    return told;
  }

  /** For a token somebody must look at the clock; everything else is told by who changes it. */
  private void lookAgain(long now) {
    Long wait = line.isEmpty() || timing ? null : bounds.nanosToToken(now);
    if (wait != null) {
      timing = true;
      after(Duration.ofNanos(Math.max(wait, 1)), () -> update(_ -> timing = false));
    }
  }

  private void after(Duration wait, Runnable action) {
    Loop timers = around.timers();
    timers.execute(() -> timers.after(wait, action));
  }

  /** What it waits for, or null when it is not in the line. */
  @Nullable Waiting waitsFor(Waiter waiter) {
    return reading(now -> line.contains(waiter) ? bounds.reason(waiter.ask, now) : null);
  }

  /** Waits no more. */
  void leave(Waiter waiter) {
    update(_ -> line.remove(waiter));
  }

  /** Goes by this policy from now on. */
  void change(DropletPolicy newer) {
    update(
        now -> {
          bounds.change(newer, now);
          timing = false; // it may be sooner now
        });
  }

  /** So many nodes share what holds over all of them, and the breaker is open by the word of others. */
  void cluster(int nodes, boolean isOpen) {
    update(_ -> bounds.cluster(nodes, isOpen));
  }

  /** Notes whether tasks of this line wait in the store to be called up. */
  void parked(GateLine waiting, boolean are) {
    reading(_ -> are ? park(waiting) : parked.remove(waiting));
  }

  boolean hasParked() {
    return reading(_ -> !parked.isEmpty());
  }

  /** How many tasks of this line could be called up from the store now. */
  int room(GateLine waiting) {
    return reading(now -> room(waiting, now));
  }

  private int room(GateLine waiting, long now) {
    int soon = bounds.room(now);
    int calls = Math.min(line.places(), Math.max(soon - line.size(), line.reserved(soon)));
    return switch (waiting) {
      case CALLS -> calls;
      case RETRIES -> Math.min(calls, bounds.retriesLeft(now));
    };
  }

  GateState state() {
    return reading(now -> bounds.state(line.size(), now));
  }

  /** What can be said of its bounds now. */
  <T> T of(BiFunction<Bounds, Long, T> question) {
    return reading(now -> question.apply(bounds, now));
  }

  /** Divides anew what all nodes share; what this one gains it is {@link #given}, once agreed. */
  Allotment.Division divide(
      long lease, BiFunction<DropletPolicy, Allotment.Needs, Allotment.Division> division) {
    return reading(
        now ->
            bounds.divide(
                lease, line.size() + (parked.isEmpty() ? 0 : Line.LONGEST), division, now));
  }

  /** What was divided is agreed. */
  void given(long lease, int slots, int moreTokens) {
    update(_ -> bounds.given(lease, slots, moreTokens));
  }

  /** This node has nothing of what all share: its lease is another, or none. */
  void lose() {
    update(_ -> bounds.lose());
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
