package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.TaskStore.ClaimResult;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Calls tasks up from the store that wait before the gate of their droplet, as many as it will let through
 * soon: when a gate tells that it has room, and at every gate that any node's tasks wait for now and then.
 * Confined to its loop.
 */
public final class CallUps {

  /** How soon a gate is seen that was closed on another node, or for tasks of another node. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int AT_ONCE = 256;

  private final Parts parts;
  private final Gates gates;
  private final Claimer claimer;
  private final Walks walks;
  private final Loop loop;
  private final Executor blocking;
  private final Set<String> asking = new HashSet<>();
  private final Set<String> askAgain = new HashSet<>();

  /**
   * Call-ups that have not begun.
   *
   * @param loop the one they are confined to
   * @param blocking where the store is read
   */
  public CallUps(Parts parts, Claimer claimer, Walks walks, Loop loop, Executor blocking) {
    this.parts = parts;
    this.gates = parts.gates();
    this.claimer = claimer;
    this.walks = walks;
    this.loop = loop;
    this.blocking = blocking;
  }

  /** Begins. */
  public void start() {
    gates.onRoom(droplet -> loop.execute(() -> callUp(droplet)));
    loop.execute(this::lookAtAll);
  }

  private void lookAtAll() {
    loop.after(LOOK, this::lookAtAll);
    if (walks.isDraining() || !parts.lease().isHeld()) {
      return;
    }
    blocking.execute(
        () -> {
          try {
            List<String> droplets = parts.store().waitedFor();
            loop.execute(() -> droplets.forEach(this::callUp));
          } catch (StoreUnavailable away) {
            // Seen at the next look; that the store is away others have told already.
          }
        });
  }

  private void callUp(String droplet) {
    int room = Math.min(Math.min(gates.room(droplet), walks.room()), AT_ONCE);
    Optional<LeaseId> lease = parts.lease().id();
    gates.parked(droplet, true);
    if (room == 0 || lease.isEmpty() || walks.isDraining()) {
      return;
    }
    if (!asking.add(droplet)) {
      askAgain.add(droplet);
      return;
    }
    LeaseId by = lease.get();
    parts
        .store()
        .callUp(droplet, by, room, result -> loop.execute(() -> called(droplet, by, room, result)));
  }

  private void called(String droplet, LeaseId by, int asked, ClaimResult result) {
    asking.remove(droplet);
    boolean again = askAgain.remove(droplet);
    switch (result) {
      case ClaimResult.Claimed(var tasks, _) -> {
        gates.parked(droplet, tasks.size() == asked);
        tasks.forEach(task -> claimer.carryOn(task, by));
        if (again) {
          callUp(droplet);
        }
      }
      case ClaimResult.Unknown _ -> walks.unsure();
    }
  }
}
