package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.registry.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a droplet for a task that any with a capability will do for (contract B1). Safe for any thread;
 * nothing here waits.
 */
public final class Routing {

  /** The Registry's word for a droplet that works. */
  private static final String ACTIVE = "active";

  /** More than a mesh usually has; then those are forgotten that it has no longer. */
  private static final int MANY = 1000;

  private final DropletDirectory directory;
  private final Predicate<String> reachable;
  private final Gates gates;
  private final AtomicLong turns = new AtomicLong();
  private final Map<String, Long> lastTurn = new ConcurrentHashMap<>();

  /**
   * Choices among the droplets of this directory.
   *
   * @param reachable whether the droplet of a name is taken to answer
   * @param gates what tells how busy each is, and whether it may be called
   */
  public Routing(DropletDirectory directory, Predicate<String> reachable, Gates gates) {
    this.directory = directory;
    this.reachable = reachable;
    this.gates = gates;
  }

  /**
   * A droplet that may be chosen.
   *
   * @param outlook how soon its gate would let a call through
   * @param wasLast whether the last attempt of the task went to it
   * @param calls how many calls of it are under way on this node
   * @param turn when it was chosen last; 0 for never
   */
  record Candidate(Droplet droplet, Gates.Outlook outlook, boolean wasLast, int calls, long turn) {

    /** The best first. */
    static final Comparator<Candidate> ORDER =
        Comparator.comparing((Candidate one) -> one.outlook)
            .thenComparing(one -> one.wasLast)
            .thenComparingInt(one -> one.calls)
            .thenComparingLong(one -> one.turn)
            .thenComparing(one -> Snapshot.key(one.droplet.name()));
  }

  /**
   * The best droplet now: one whose gate is open, else one that is only busy; another than the last; the
   * one with the fewest calls; the one that was chosen longest ago. Empty when none that is active and
   * answers lists the capability.
   *
   * @param last where the task's last attempt went, or null
   */
  Optional<Droplet> best(String capability, @Nullable String last) {
    return candidates(capability, last).stream().min(Candidate.ORDER).map(Candidate::droplet);
  }

  /** The best droplet now, which has had its turn with this. */
  Optional<Droplet> choose(String capability, @Nullable String last) {
    Optional<Droplet> best = best(capability, last);
    best.ifPresent(droplet -> lastTurn.put(Snapshot.key(droplet.name()), turns.incrementAndGet()));
    if (lastTurn.size() > MANY) {
      lastTurn.keySet().removeIf(name -> directory.find(name).isEmpty());
    }
    return best;
  }

  private List<Candidate> candidates(String capability, @Nullable String last) {
    String wanted = Snapshot.key(capability);
    return directory.snapshot().stream()
        .flatMap(known -> known.droplets().stream())
        .filter(
            droplet -> droplet.capabilities().stream().map(Snapshot::key).anyMatch(wanted::equals))
        .filter(droplet -> isActive(droplet) && reachable.test(droplet.name()))
        .map(droplet -> candidate(droplet, last))
        .toList();
  }

  /** One of which the Registry says nothing is taken for active. */
  private static boolean isActive(Droplet droplet) {
    String status = droplet.status();
    return status == null || status.toLowerCase(Locale.ROOT).equals(ACTIVE);
  }

  private Candidate candidate(Droplet droplet, @Nullable String last) {
    String key = Snapshot.key(droplet.name());
    return new Candidate(
        droplet,
        gates.outlook(droplet.name(), last != null),
        last != null && key.equals(Snapshot.key(last)),
        gates.calls(droplet.name()),
        lastTurn.getOrDefault(key, 0L));
  }
}
