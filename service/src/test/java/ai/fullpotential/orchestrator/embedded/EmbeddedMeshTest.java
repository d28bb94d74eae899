package ai.fullpotential.orchestrator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.registry.RegistryClient;
import ai.fullpotential.orchestrator.registry.RegistrySettings;
import ai.fullpotential.orchestrator.registry.RegistrySync;
import ai.fullpotential.orchestrator.registry.SelfRegistration;
import ai.fullpotential.orchestrator.registry.SnapshotFile;
import ai.fullpotential.orchestrator.registry.SyncPace;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded Registry and the work that keeps in step with it, as one process has them. */
class EmbeddedMeshTest {

  @TempDir private Path directory;
  private final ManualTime time = new ManualTime();
  private final ManualPause pause = new ManualPause(time);
  private final Loops loops = new Loops(1);
  private final HttpCaller http = new HttpCaller(loops);
  private final DropletDirectory droplets = new DropletDirectory(time, Duration.ofMinutes(5));
  private final AtomicReference<@Nullable RegistrySync> mesh = new AtomicReference<>();
  private EmbeddedRegistry embedded;
  private SelfRegistration self;
  private RegistrySync sync;
  private RegistryCalls registry;

  @BeforeEach
  void start() throws Exception {
    embedded =
        new EmbeddedRegistry(
            loops,
            new EmbeddedSettings(
                ServerSettings.at("127.0.0.1", 0, 1024 * 1024), directory, "1.1.0"),
            time,
            list -> {
              RegistrySync listening = mesh.get();
              if (listening != null) {
                listening.apply(list);
              }
            },
            (method, path, template, status, requestId, traceId, took) -> {});
    int port = embedded.start();
    registry = new RegistryCalls(http, port);
    RegistrySettings settings = settings("http://127.0.0.1:" + port);
    RegistryClient client = new RegistryClient(http, settings.url(), settings.timeout(), time);
    self = new SelfRegistration(client, settings);
    sync =
        new RegistrySync(
            client,
            droplets,
            new SnapshotFile(directory, time),
            List.of(self),
            new SyncPace(settings.syncInterval(), pause),
            time);
    mesh.set(sync);
    sync.start();
    pause.awaitPause();
  }

  @AfterEach
  void close() {
    sync.close();
    self.close();
    embedded.close();
    loops.close();
  }

  @Test
  void aDropletCanBeFoundAsSoonAsItsRegistrationIsAnswered() throws Exception {
    registry.post("/droplets", "{\"id\":7,\"name\":\"a\",\"endpoint\":\"http://a:1\"}");
    assertThat(droplets.find("a").orElseThrow().url()).hasToString("http://a:1");

    registry.patch("/droplets/7", "{\"endpoint\":\"http://moved:2\"}");
    assertThat(droplets.find("a").orElseThrow().url()).hasToString("http://moved:2");

    registry.delete("/droplets/7");
    assertThat(droplets.find("a")).isEmpty();
    assertThat(droplets.status()).isEqualTo(CacheStatus.ACTIVE);
  }

  @Test
  void weAreListedAndListedAgainWhenSomeoneTakesUsOut() throws Exception {
    Await.until("we are registered", self::registered);
    assertThat(registry.get("/droplets/2").at("/droplet/endpoint"))
        .isEqualTo("\"http://me.example:8001\"");
    assertThat(droplets.find("orchestrator")).isPresent();

    registry.delete("/droplets/2");
    untilSoonOrAtALaterSync("we are listed again", () -> droplets.find("orchestrator").isPresent());
  }

  @Test
  void anEntryOfOursThatSomeoneChangedIsCorrected() throws Exception {
    Await.until("we are registered", self::registered);
    registry.patch("/droplets/2", "{\"endpoint\":\"http://elsewhere\",\"version\":\"0\"}");
    untilSoonOrAtALaterSync(
        "it is as it was",
        () ->
            droplets
                .find("orchestrator")
                .filter(own -> own.url().toString().equals("http://me.example:8001"))
                .filter(own -> own.version().equals("1.1.0"))
                .isPresent());
  }

  /** A list that comes while an answer to the one before is under way is left to the next sync. */
  private void untilSoonOrAtALaterSync(String what, BooleanSupplier condition) {
    Await.until(
        what,
        () -> {
          time.advance(Duration.ofSeconds(1));
          return condition.getAsBoolean();
        });
  }

  private RegistrySettings settings(String registryUrl) {
    return new RegistrySettings(
        BaseUrl.parse(registryUrl).orElseThrow(),
        BaseUrl.parse("http://me.example:8001").orElseThrow(),
        2,
        "1.1.0",
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        directory,
        Duration.ofSeconds(30),
        Duration.ofSeconds(90));
  }
}
