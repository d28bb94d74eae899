package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due tasks from the store as long as there is room for them, and looks again when the next is
 * due, when the store says that there is one, or after a while. Confined to its loop, but for {@link
 * #look}.
 */
public final class Claimer {

  private static final Logger log = LoggerFactory.getLogger(Claimer.class);
  private static final int AT_ONCE = 256;
  private static final Duration AFTER_SILENCE = Duration.ofMillis(500);

  /** How much later a store may still do what it did not answer to. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private final Parts parts;
  private final Dispatcher dispatcher;
  private final Walks walks;
  private final Loop loop;
  private final Supplier<Loop> loops;
  private final Duration poll;
  private Loop.@Nullable Timer timer;
  private Loop.@Nullable Timer lateLook;
  private boolean asking;
  private boolean askAgain;
  private boolean unsure;
  private boolean rescues;
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
    walks.onUnsure(
        () ->
            loop.execute(
                () -> {
                  lookAtWhatIsHeld();
                  ask();
                }));
    walks.onRoom(
        () -> {
          if (waitsForRoom) {
            look();
          }
        });
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

  /** Takes over what other nodes left behind. Any thread may call this. */
  void rescue() {
    loop.execute(
        () -> {
          rescues = true;
          ask();
        });
  }

  /** One question at a time: the answers to two could give the same task twice. */
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
    if (walks.isDraining() || lease.isEmpty() || (room == 0 && !rescues && !unsure)) {
      lookAgainIn(poll);
      return;
    }
    asking = true;
    askAgain = false;
    LeaseId by = lease.get();
    if (unsure) {
      unsure = false;
      walks.noteLeaving();
      parts.store().holding(by, result -> loop.execute(() -> held(by, result)));
    } else if (rescues) {
      parts.store().rescue(by, AT_ONCE, result -> loop.execute(() -> rescued(by, result)));
    } else {
      parts.store().claim(by, room, result -> loop.execute(() -> claimed(by, room, result)));
    }
  }

  private void claimed(LeaseId lease, int asked, ClaimResult result) {
    asking = false;
    switch (result) {
      case ClaimResult.Claimed(var tasks, var nextIn) -> {
        tasks.forEach(task -> carryOn(task, lease));
        if (askAgain || tasks.size() == asked) {
          ask();
        } else {
          walks.caughtUp();
          lookAgainIn(nextIn == null || nextIn.compareTo(poll) > 0 ? poll : nextIn);
        }
      }
      case ClaimResult.Unknown _ -> unanswered();
    }
  }

  private void rescued(LeaseId lease, ClaimResult result) {
    asking = false;
    switch (result) {
      case ClaimResult.Claimed(var tasks, _) -> {
        if (!tasks.isEmpty()) {
          log.atInfo().addKeyValue("tasks", tasks.size()).log("carrying on what was left behind");
        }
        rescues = tasks.size() == AT_ONCE;
        tasks.forEach(task -> carryOn(task, lease));
        ask();
      }
      case ClaimResult.Unknown _ -> unanswered();
    }
  }

  /**
   * After a question of unknown outcome: what this node holds and does not carry on is its too, but
   * for what it has let go since it asked.
   */
  private void held(LeaseId lease, ClaimResult result) {
    asking = false;
    switch (result) {
      case ClaimResult.Claimed(var tasks, _) -> {
        tasks.stream()
            .filter(task -> !walks.wasHereMeanwhile(task.id()))
            .forEach(task -> carryOn(task, lease));
        walks.noteNoMore();
        ask();
      }
      case ClaimResult.Unknown _ -> {
        unsure = true;
        lookAgainIn(AFTER_SILENCE);
      }
    }
  }

  private void unanswered() {
    lookAtWhatIsHeld();
    lookAgainIn(AFTER_SILENCE);
  }

  /**
   * More than there is room for are carried on all the same: they are this node's now. One that is
   * still under way here has to end first: two walks under one lease could write over each other.
   */
  void carryOn(Task task, LeaseId lease) {
    if (walks.find(task.id()).isPresent()) {
      lookIn(AFTER_SILENCE);
    } else {
      walks.enterAnyway();
      dispatcher.carryOn(task, lease, loops.get());
    }
  }

  /** To be called when it is not known what the store gave this node, or may still give it. */
  private void lookAtWhatIsHeld() {
    unsure = true;
    if (lateLook != null) {
      lateLook.cancel();
    }
    lateLook = loop.after(LATE, () -> lookIn(Duration.ZERO));
  }

  private void lookIn(Duration wait) {
    loop.after(
        wait,
        () -> {
          unsure = true;
          ask();
        });
  }

  private void lookAgainIn(Duration wait) {
    if (timer != null) {
      timer.cancel();
    }
    timer = loop.after(wait, this::ask);
  }
}
