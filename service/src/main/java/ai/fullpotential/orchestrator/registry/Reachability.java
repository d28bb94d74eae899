package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.net.BaseUrl;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which droplets answer, as probes and tasks have last seen it. A droplet of which nothing was seen
 * yet is not reachable. Safe for any thread; nothing here waits.
 */
public final class Reachability {

  private final DropletDirectory directory;
  private final Set<String> reachable = ConcurrentHashMap.newKeySet();

  /** Knows nothing yet of the droplets of this directory. */
  public Reachability(DropletDirectory directory) {
    this.directory = directory;
  }

  /** The droplet answered with a status below 500. */
  public void heard(String dropletName) {
    if (directory.find(dropletName).isPresent()) {
      reachable.add(Snapshot.key(dropletName));
    }
  }

  /** The droplet did not answer, or with a status of 500 and above. */
  public void missed(String dropletName) {
    reachable.remove(Snapshot.key(dropletName));
  }

  /** Where the droplet is called now; empty when it is not listed. */
  public Optional<BaseUrl> address(String dropletName) {
    return directory.find(dropletName).map(Droplet::url);
  }

  /** Whether the droplet answered when it was last asked. */
  public boolean reachable(String dropletName) {
    return reachable.contains(Snapshot.key(dropletName));
  }

  /** How many droplets answered when they were last asked. */
  public int reachableCount() {
    return reachable.size();
  }

  /** Forgets the droplets that are not in the list any more. */
  void keepOnly(DropletList list) {
    Set<String> listed = new HashSet<>();
    list.droplets().forEach(droplet -> listed.add(Snapshot.key(droplet.name())));
    reachable.retainAll(listed);
  }
}
