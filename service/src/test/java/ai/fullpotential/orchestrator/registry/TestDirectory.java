package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** The Registry lists just these now: active ones, each at its address and with a capability. */
  public void listOffering(String capability, Map<String, BaseUrl> droplets) {
    directory.synced(
        droplets.entrySet().stream()
            .map(e -> offering(e.getKey(), e.getValue(), "active", capability))
            .toList());
  }

  /** The Registry lists just these now. */
  public void list(List<Droplet> droplets) {
    directory.synced(droplets);
  }

  /** A droplet with these capabilities. */
  public static Droplet offering(
      String name, BaseUrl url, @Nullable String status, String... capabilities) {
    return new Droplet(
        JsonText.NULL, name, url, "1.0", status, null, JsonText.NULL, List.of(capabilities));
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
