package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.Sightings.Sighting;
import ai.fullpotential.orchestrator.registry.Sightings.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Which droplets answer, as probes, tasks and their own heartbeats have last shown it; {@link Sightings} has
 * the rule. Safe for any thread; nothing here waits.
 */
public final class Reachability {

  private final DropletDirectory directory;
  private final MeshListener listener;
  private final InstantSource clock;
  private final Duration heartbeatTimeout;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /** What is known of one droplet, and what was last told of it. */
  private static final class Seen {
    private volatile Sightings sightings = Sightings.NONE;
    private boolean toldReachable;
  }

  /**
   * Knows nothing yet of the droplets of this directory.
   *
   * @param heartbeatTimeout how long after its last heartbeat a droplet is missed
   */
  public Reachability(
      DropletDirectory directory,
      MeshListener listener,
      InstantSource clock,
      Duration heartbeatTimeout) {
    this.directory = directory;
    this.listener = listener;
    this.clock = clock;
    this.heartbeatTimeout = heartbeatTimeout;
  }

  /**
   * A probe of the droplet has ended.
   *
   * @param answered whether it answered with a status below 500
   */
  public void probed(String dropletName, boolean answered) {
    note(dropletName, before -> before.withProbe(new Sighting(clock.instant(), answered)));
  }

  /**
   * A task's attempt at the droplet has ended.
   *
   * @param answered whether it answered with a status below 500
   * @param at when it ended, which may be told late; a time to come is taken for now
   */
  public void called(String dropletName, boolean answered, Instant at) {
    Instant now = clock.instant();
    Sighting call = new Sighting(at.isAfter(now) ? now : at, answered);
    note(dropletName, before -> before.withCall(call));
  }

  /** The droplet has told of itself. */
  public void heartbeat(String dropletName, Heartbeat heartbeat) {
    note(dropletName, before -> before.withHeartbeat(heartbeat));
  }

  /** Whether any droplet is listed. */
  public boolean knowsDroplets() {
    return !directory.isEmpty();
  }

  /** Looks for droplets whose heartbeats have ceased. */
  public void look() {
    seen.forEach(
        (key, one) -> {
          if (one.sightings.heartbeat() != null) {
            change(key, one, before -> before);
          }
        });
  }

  /** The droplet is called elsewhere now: what probes and calls saw is of its old place. */
  void moved(String dropletName) {
    note(dropletName, Sightings::elsewhere);
  }

  private void note(String dropletName, UnaryOperator<Sightings> change) {
    String key = Snapshot.key(dropletName);
    Seen known = seen.get(key);
    if (known == null && directory.find(dropletName).isPresent()) {
      known = seen.computeIfAbsent(key, _ -> new Seen());
    }
    if (known != null) {
      change(key, known, change);
    }
  }

  /** One after another for each droplet, so that what is told last is what is so. */
  private void change(String key, Seen one, UnaryOperator<Sightings> change) {
    synchronized (one) {
      one.sightings = change.apply(one.sightings);
      boolean reachable = verdict(one.sightings).reachable();
      if (reachable != one.toldReachable) {
        one.toldReachable = reachable;
        listener.reachable(directory.find(key).map(Droplet::name).orElse(key), reachable);
      }
    }
  }

  private Verdict verdict(Sightings sightings) {
    return sightings.verdict(clock.instant(), heartbeatTimeout);
  }

  /** Where the droplet is called now; empty when it is not listed. */
  public Optional<BaseUrl> address(String dropletName) {
    return directory.find(dropletName).map(Droplet::url);
  }

  /** Whether the droplet is taken to answer now. */
  public boolean reachable(String dropletName) {
    return verdict(dropletName).reachable();
  }

  /** Whether the droplet is taken to answer now, and why. */
  public Verdict verdict(String dropletName) {
    return verdict(sightings(dropletName));
  }

  /** What was last seen of the droplet. */
  public Sightings sightings(String dropletName) {
    Seen known = seen.get(Snapshot.key(dropletName));
    return known == null ? Sightings.NONE : known.sightings;
  }

  /** How many droplets are taken to answer now. */
  public int reachableCount() {
    return (int) seen.values().stream().filter(one -> verdict(one.sightings).reachable()).count();
  }

  /** How long after a heartbeat the next one is missed. */
  public Duration heartbeatTimeout() {
    return heartbeatTimeout;
  }

  /** Forgets the droplets that are not in the list any more. */
  void keepOnly(DropletList list) {
    Set<String> listed = new HashSet<>();
    list.droplets().forEach(droplet -> listed.add(Snapshot.key(droplet.name())));
    seen.keySet().retainAll(listed);
  }
}
