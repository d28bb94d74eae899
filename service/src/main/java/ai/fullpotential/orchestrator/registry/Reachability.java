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
  private final MeshListener listener;

  /** Knows nothing yet of the droplets of this directory. */
  public Reachability(DropletDirectory directory, MeshListener listener) {
    this.directory = directory;
    this.listener = listener;
  }

  /** The droplet answered with a status below 500. */
  public void heard(String dropletName) {
    String key = Snapshot.key(dropletName);
    if (!reachable.contains(key)) {
      directory
          .find(dropletName)
          .filter(_ -> reachable.add(key))
          .ifPresent(droplet -> listener.reachable(droplet.name(), true));
    }
  }

  /** The droplet did not answer, or with a status of 500 and above. */
  public void missed(String dropletName) {
    if (reachable.remove(Snapshot.key(dropletName))) {
      String name = directory.find(dropletName).map(Droplet::name).orElse(dropletName);
      listener.reachable(name, false);
    }
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
