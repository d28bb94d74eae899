package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A list of droplets as a Registry gave it at one moment. An empty list is one too; "never loaded"
 * is the absence of a snapshot.
 */
public final class Snapshot {

  private final List<Droplet> droplets;
  private final Map<String, Droplet> byName;
  private final Map<String, Droplet> byId = new HashMap<>();
  private final Instant takenAt;
  private final boolean fromDisk;

  /**
   * A list and its moment.
   *
   * @param droplets one of each name
   * @param takenAt when the Registry gave it
   * @param fromDisk whether an earlier process got it, and this one read its file
   */
  public Snapshot(List<Droplet> droplets, Instant takenAt, boolean fromDisk) {
    this.droplets = List.copyOf(droplets);
    this.takenAt = takenAt;
    this.fromDisk = fromDisk;
    Map<String, Droplet> index = new LinkedHashMap<>();
    droplets.forEach(droplet -> index.put(key(droplet.name()), droplet));
    droplets.stream()
        .filter(droplet -> !droplet.id().isNull())
        .forEach(droplet -> byId.putIfAbsent(DropletList.idKey(droplet.id()), droplet));
    this.byName = index;
  }

  /** All, in the Registry's order. */
  public List<Droplet> droplets() {
    return droplets;
  }

  /** The droplet of this name, in any case of letters. */
  public Optional<Droplet> find(String name) {
    return Optional.ofNullable(byName.get(key(name)));
  }

  /** The droplet of this id, which may be a number or a text. */
  public Optional<Droplet> findById(JsonText id) {
    return Optional.ofNullable(byId.get(DropletList.idKey(id)));
  }

  /** When the Registry gave this list. */
  public Instant takenAt() {
    return takenAt;
  }

  /** Whether an earlier process got it. */
  public boolean isFromDisk() {
    return fromDisk;
  }

  /** What makes two names one. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
