package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.task.GateLine;
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

  /** And while no gate is known that tasks wait before. */
  private static final Duration SELDOM = Duration.ofSeconds(5);

  private static final int AT_ONCE = 256;

  private final Parts parts;
  private final Gates gates;
  private final Claimer claimer;
  private final Walks walks;
  private final Loop loop;
  private final Executor blocking;
  private final Set<Place> asking = new HashSet<>();
  private final Set<Place> askAgain = new HashSet<>();

  /** How many tasks have been asked for and have not come yet: their places are taken already. */
  private int asked;

  /** A line before the gate of a droplet. */
  private record Place(String droplet, GateLine line) {}

  /**
   * Call-ups that have not begun.
   *
   * @param loop the one they are confined to, which must be the claimer's
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
    gates.onRoom((droplet, line) -> loop.execute(() -> callUp(new Place(droplet, line))));
    loop.execute(this::lookAtAll);
  }

  private void lookAtAll() {
    loop.after(gates.isAnyParked() ? LOOK : SELDOM, this::lookAtAll);
    if (walks.isDraining() || !parts.lease().isHeld()) {
      return;
    }
    blocking.execute(
        () -> {
          try {
            List<String> droplets = parts.store().waitedFor();
            loop.execute(() -> droplets.forEach(this::callUpAll));
          } catch (StoreUnavailable away) {
            // Seen at the next look; that the store is away others have told already.
          }
        });
  }

  private void callUpAll(String droplet) {
    for (GateLine line : GateLine.values()) {
      callUp(new Place(droplet, line));
    }
  }

  private void callUp(Place place) {
    int room = Math.min(gates.room(place.droplet(), place.line()), walks.room() - asked);
    Optional<LeaseId> lease = parts.lease().id();
    gates.parked(place.droplet(), place.line(), true);
    if (room <= 0 || lease.isEmpty() || walks.isDraining()) {
      return;
    }
    if (!asking.add(place)) {
      askAgain.add(place);
      return;
    }
    LeaseId by = lease.get();
    int most = Math.min(room, AT_ONCE);
    asked += most;
    parts
        .store()
        .callUp(
            place.droplet(),
            place.line(),
            by,
            most,
            result -> loop.execute(() -> called(place, by, most, result)));
  }

  private void called(Place place, LeaseId by, int most, ClaimResult result) {
    asking.remove(place);
    asked -= most;
    boolean again = askAgain.remove(place);
    switch (result) {
      case ClaimResult.Claimed(var tasks, _) -> {
        gates.parked(place.droplet(), place.line(), tasks.size() == most);
        tasks.forEach(task -> claimer.carryOn(task, by));
        if (again) {
          callUp(place);
        }
      }
      case ClaimResult.Unknown _ -> walks.unsure();
    }
  }
}
