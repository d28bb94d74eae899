package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes due tasks from the store as long as there is room for them, and looks again when the next is
 * due, when the store says that there is one, or after a while. Confined to its loop, but for {@link
 * #look}.
 */
public final class Claimer {

  private static final int AT_ONCE = 256;
  private static final Duration AFTER_SILENCE = Duration.ofMillis(500);

  private final Parts parts;
  private final Dispatcher dispatcher;
  private final Walks walks;
  private final Loop loop;
  private final Supplier<Loop> loops;
  private final Duration poll;
  private Loop.@Nullable Timer timer;
  private boolean asking;
  private boolean askAgain;
  private boolean unsure;
  private final AtomicBoolean lookDue = new AtomicBoolean();
  private volatile boolean waitsForRoom;

  /**
   * A claimer that has not begun.
   *
   * @param loop the one it is confined to
   * @param loops the one that the next task is carried on on
   * @param poll the longest time between two looks
   */
  public Claimer(
      Parts parts,
      Dispatcher dispatcher,
      Walks walks,
      Loop loop,
      Supplier<Loop> loops,
      Duration poll) {
    this.parts = parts;
    this.dispatcher = dispatcher;
    this.walks = walks;
    this.loop = loop;
    this.loops = loops;
    this.poll = poll;
  }

  /** Begins. */
  public void start() {
    parts.store().onDue(this::look);
    walks.onRoom(
        () -> {
          if (waitsForRoom) {
            look();
          }
        });
    walks.onDoubt(this::lookAtWhatIsHeld);
    look();
  }

  /** Looks for due tasks soon; many calls before that are one. Any thread may call this. */
  public void look() {
    if (lookDue.compareAndSet(false, true)) {
      loop.execute(
          () -> {
            lookDue.set(false);
            ask();
          });
    }
  }

  private void ask() {
    if (asking) {
      askAgain = true;
      return;
    }
    // Before the look at the room, so that room made just after it wakes this.
    waitsForRoom = true;
    int room = Math.min(walks.room(), AT_ONCE);
    waitsForRoom = room == 0;
    Optional<LeaseId> lease = parts.lease().id();
    if (walks.isDraining() || room == 0 || lease.isEmpty()) {
      lookAgainIn(poll);
      return;
    }
    asking = true;
    askAgain = false;
    if (unsure) {
      parts.store().holding(lease.get(), result -> loop.execute(() -> held(lease.get(), result)));
    } else {
      parts
          .store()
          .claim(
              lease.get(), room, result -> loop.execute(() -> claimed(lease.get(), room, result)));
    }
  }

  private void claimed(LeaseId lease, int asked, ClaimResult result) {
    asking = false;
    switch (result) {
      case ClaimResult.Claimed(var tasks, var nextIn) -> {
        tasks.forEach(task -> begin(task, lease, Walk::proceed));
        if (askAgain || tasks.size() == asked) {
          ask();
        } else {
          walks.caughtUp();
          lookAgainIn(nextIn == null || nextIn.compareTo(poll) > 0 ? poll : nextIn);
        }
      }
      case ClaimResult.Unknown _ -> {
        unsure = true;
        lookAgainIn(AFTER_SILENCE);
      }
    }
  }

  /** After a claim of unknown outcome: what this node holds and does not carry on is its too. */
  private void held(LeaseId lease, ClaimResult result) {
    asking = false;
    switch (result) {
      case ClaimResult.Claimed(var tasks, _) -> {
        unsure = false;
        tasks.stream()
            .filter(task -> walks.find(task.id()).isEmpty())
            .forEach(task -> carryOn(task, lease));
        ask();
      }
      case ClaimResult.Unknown _ -> lookAgainIn(AFTER_SILENCE);
    }
  }

  /** Carries on what another walk has left. */
  void carryOn(Task task, LeaseId lease) {
    begin(task, lease, Walk::resume);
  }

  /** More than there is room for are carried on all the same: they are this node's now. */
  private void begin(Task task, LeaseId lease, Consumer<Walk> start) {
    walks.enterAnyway();
    dispatcher.carryOn(task, lease, loops.get(), start);
  }

  /**
   * To be called when it is not known what the store gave this node. Looks a little later, as the
   * store may still be at it.
   */
  void lookAtWhatIsHeld() {
    loop.execute(
        () -> {
          unsure = true;
          loop.after(AFTER_SILENCE, this::ask);
        });
  }

  private void lookAgainIn(Duration wait) {
    if (timer != null) {
      timer.cancel();
    }
    timer = loop.after(wait, this::ask);
  }
}
