package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A directory whose droplets a test names, in place of a Registry. */
public final class TestDirectory {

  private final DropletDirectory directory;

  /** An empty one: nothing was ever synced. */
  public TestDirectory(TimeSource time) {
    directory = new DropletDirectory(time, Duration.ofMinutes(5));
  }

  /** What the code under test reads. */
  public DropletDirectory directory() {
    return directory;
  }

  /** The Registry lists just these now. */
  public void list(Map<String, BaseUrl> droplets) {
    directory.synced(droplets(droplets));
  }

  /** The Registry lists just this one now. */
  public void list(String name, BaseUrl url) {
    list(Map.of(name, url));
  }

  /** A file of an earlier process lists these. */
  public void load(Map<String, BaseUrl> droplets, Instant takenAt) {
    directory.loaded(droplets(droplets), takenAt);
  }

  /** A sync fails. */
  public void fail() {
    directory.syncFailed();
  }

  private static List<Droplet> droplets(Map<String, BaseUrl> urls) {
    return urls.entrySet().stream().map(e -> droplet(e.getKey(), e.getValue())).toList();
  }

  private static Droplet droplet(String name, BaseUrl url) {
    return new Droplet(JsonText.NULL, name, url, "1.0", "active", null, JsonText.NULL, List.of());
  }
}
