package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The parts that a test of this package puts together, with time that stands still. */
final class RegistryBench {

  static final Loops LOOPS = new Loops(1);
  static final HttpCaller HTTP = new HttpCaller(LOOPS);
  static final String PUBLIC_URL = "http://me.example:8001";

  /** Real time, for calls over real sockets that must not end early on a busy machine. */
  static final Duration PATIENT = Duration.ofSeconds(10);

  final ManualTime time = new ManualTime();
  final ManualPause pause = new ManualPause(time);
  final RegistrySettings settings;
  final RegistryClient client;
  final DropletDirectory directory;
  final SnapshotFile file;

  RegistryBench(BaseUrl registry, Path cacheDir) {
    this(registry, cacheDir, PATIENT);
  }

  RegistryBench(BaseUrl registry, Path cacheDir, Duration timeout) {
    settings =
        new RegistrySettings(
            registry,
            url(PUBLIC_URL),
            2,
            "1.1.0",
            Duration.ofSeconds(60),
            timeout,
            Duration.ofSeconds(300),
            cacheDir,
            Duration.ofSeconds(30),
            Duration.ofSeconds(90));
    client = new RegistryClient(HTTP, registry, timeout, time);
    directory = new DropletDirectory(time, settings.cacheExpiry());
    file = new SnapshotFile(cacheDir, time);
  }

  /** A sync whose jitter is none. */
  RegistrySync sync(ListListener... listeners) {
    return new RegistrySync(
        client,
        directory,
        file,
        List.of(listeners),
        new SyncPace(settings.syncInterval(), pause, () -> 0),
        time);
  }

  static BaseUrl url(String text) {
    return BaseUrl.parse(text).orElseThrow();
  }

  static DropletList list(String json) {
    try {
      return DropletList.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (ai.fullpotential.orchestrator.json.MalformedJson e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** One entry of a list. */
  static String entry(int id, String name, String url) {
    return "{\"id\":%d,\"name\":\"%s\",\"endpoint\":\"%s\"}".formatted(id, name, url);
  }
}
