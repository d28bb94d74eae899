package ai.fullpotential.orchestrator.registry;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells in what each list differs from the one before. The first one is where it begins. */
public final class ListChanges implements ListListener {

  private final MeshListener listener;
  private @Nullable Map<String, Droplet> before;

  /** Tells this listener. */
  public ListChanges(MeshListener listener) {
    this.listener = listener;
  }

  /** Lists come one at a time. */
  @Override
  public synchronized void listed(DropletList list) {
    Map<String, Droplet> now = new HashMap<>();
    list.droplets().forEach(droplet -> now.put(Snapshot.key(droplet.name()), droplet));
    if (before != null) {
      tell(before, now);
    }
    before = now;
  }

  @Override
  public void standing(CacheStatus status, String reason) {
    listener.standing(status, reason);
  }

  private void tell(Map<String, Droplet> earlier, Map<String, Droplet> now) {
    now.forEach(
        (key, droplet) -> {
          Droplet known = earlier.get(key);
          if (known == null) {
            listener.added(droplet.name(), droplet.url().toString());
          } else if (!known.url().equals(droplet.url())) {
            listener.moved(droplet.name(), droplet.url().toString());
          }
        });
    earlier.forEach(
        (key, droplet) -> {
          if (!now.containsKey(key)) {
            listener.removed(droplet.name());
          }
        });
  }
}
