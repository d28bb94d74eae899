package ai.fullpotential.orchestrator.registry;

import static ai.fullpotential.orchestrator.registry.RegistryBench.entry;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedServer;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The background sync: what it does to the directory's standing, the file and the log. */
class RegistrySyncTest {

  @TempDir private Path cacheDir;
  private final RegistryScript registry = new RegistryScript(RegistryScript.Dialect.NEWER);
  private final List<RegistrySync> started = new ArrayList<>();
  private LogWatch log;
  private ScriptedServer server;

  @BeforeEach
  void listen() throws IOException {
    log = new LogWatch(RegistrySync.class);
    server = new ScriptedServer(registry);
  }

  @AfterEach
  void close() throws IOException {
    started.forEach(RegistrySync::close);
    server.close();
    log.close();
  }

  @Test
  void syncsAtOnceAndThenAtEveryInterval() throws Exception {
    registry.put(entry(5, "a", "http://a:1"));
    RegistryBench bench = new RegistryBench(server.url(), cacheDir);
    RegistrySync sync = start(bench);

    assertThat(bench.pause.awaitPause()).isEqualTo(Duration.ofSeconds(60));
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.ACTIVE);
    assertThat(bench.directory.lastSync()).hasValue(ManualTime.START);
    assertThat(bench.directory.find("A").orElseThrow().url()).hasToString("http://a:1");

    registry.put(entry(5, "a", "http://moved:2"));
    bench.time.advance(Duration.ofSeconds(60));
    assertThat(bench.pause.awaitPause()).isEqualTo(Duration.ofSeconds(60));
    assertThat(bench.directory.find("a").orElseThrow().url()).hasToString("http://moved:2");
    assertThat(sync.stats().total()).isEqualTo(2);
    assertThat(sync.stats().success()).isEqualTo(2);
    assertThat(sync.stats().lastSync()).hasValue(ManualTime.START.plusSeconds(60));
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void keepsTheLastGoodListWhateverTheRegistryDoes() throws Exception {
    registry.put(entry(5, "a", "http://a:1"));
    RegistryBench bench = new RegistryBench(server.url(), cacheDir);
    RegistrySync sync = start(bench);
    bench.pause.awaitPause();

    List<ScriptedServer.Script> misdeeds =
        List.of(
            (_, wire) -> wire.respond(500, "{}"),
            (_, wire) -> wire.respond(200, "{\"droplets\":[{\"name\":\"b\",\"url\":\"http"),
            (_, wire) -> wire.respond(200, "<html>"),
            (_, wire) -> wire.reset());
    for (ScriptedServer.Script misdeed : misdeeds) {
      registry.instead(misdeed);
      assertThat(refresh(sync)).isFalse();
      assertThat(bench.directory.status()).isEqualTo(CacheStatus.STALE);
      assertThat(bench.directory.names()).containsExactly("a");
    }
    assertThat(log.warnings()).hasSize(1);
    assertThat(sync.stats().error()).isEqualTo(4);
    assertThat(sync.stats().lastSync()).hasValue(ManualTime.START);

    registry.behave();
    assertThat(refresh(sync)).isTrue();
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.ACTIVE);
    registry.instead((_, wire) -> wire.respond(503, ""));
    refresh(sync);
    assertThat(log.warnings()).hasSize(2).allMatch(line -> line.startsWith("registry stale"));
  }

  @Test
  void anEmptyListIsTakenAtItsWord() throws Exception {
    registry.put(entry(5, "a", "http://a:1"));
    RegistryBench bench = new RegistryBench(server.url(), cacheDir);
    RegistrySync sync = start(bench);
    bench.pause.awaitPause();

    registry.forget();
    assertThat(refresh(sync)).isTrue();

    assertThat(bench.directory.names()).isEmpty();
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.ACTIVE);
  }

  @Test
  void backsOffWhileTheRegistryIsAwayAndComesBackWithIt() throws Exception {
    BaseUrl address = server.url();
    server.close();
    RegistryBench bench = new RegistryBench(address, cacheDir);
    RegistrySync sync = start(bench);

    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waits.add(bench.pause.passNext().toSeconds());
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.UNAVAILABLE);
    assertThat(log.warnings())
        .hasSize(1)
        .first()
        .asString()
        .contains("unavailable")
        .contains("refused");

    bench.pause.awaitPause();
    registry.put(entry(5, "a", "http://a:1"));
    server = new ScriptedServer(address.port(), registry);
    bench.time.advance(Duration.ofSeconds(60));
    assertThat(bench.pause.awaitPause()).isEqualTo(Duration.ofSeconds(60));
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.ACTIVE);
    assertThat(sync.stats().error()).isEqualTo(9);
    assertThat(sync.stats().success()).isEqualTo(1);
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void startsFromDiskWithoutARegistry() throws Exception {
    registry.put(entry(5, "a", "http://a:1"));
    RegistryBench before = new RegistryBench(server.url(), cacheDir);
    start(before);
    before.pause.awaitPause();
    BaseUrl gone = server.url();
    server.close();

    RegistryBench after = new RegistryBench(gone, cacheDir);
    after.time.advance(Duration.ofSeconds(40));
    start(after);

    assertThat(after.directory.find("a").orElseThrow().url()).hasToString("http://a:1");
    assertThat(after.directory.status()).isEqualTo(CacheStatus.STALE);
    assertThat(after.directory.lastSync()).isEmpty();
    assertThat(after.directory.age()).hasValue(Duration.ofSeconds(40));
    after.pause.awaitPause();
    assertThat(after.directory.status()).isEqualTo(CacheStatus.STALE);
    assertThat(log.warnings()).hasSize(1);

    server = new ScriptedServer(gone.port(), registry);
    after.time.advance(Duration.ofSeconds(1));
    after.pause.awaitPause();
    assertThat(after.directory.status()).isEqualTo(CacheStatus.ACTIVE);
    assertThat(after.directory.lastSync()).hasValue(ManualTime.START.plusSeconds(41));
    assertThat(after.directory.age()).hasValue(Duration.ZERO);
  }

  @Test
  void doesNotWaitAtTheStartForARegistryThatHangs() throws Exception {
    registry.instead((_, wire) -> wire.hang());
    RegistryBench bench = new RegistryBench(server.url(), cacheDir, Duration.ofMillis(100));
    start(bench);

    assertThat(bench.directory.status()).isEqualTo(CacheStatus.UNAVAILABLE);
    assertThat(bench.pause.awaitPause()).isEqualTo(Duration.ofSeconds(1));
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void aListThatGrowsTooOldIsStaleWithOneWarning() throws Exception {
    registry.put(entry(5, "a", "http://a:1"));
    RegistryBench bench = new RegistryBench(server.url(), cacheDir);
    start(bench);
    bench.pause.awaitPause();

    registry.instead((_, wire) -> wire.hang());
    bench.time.advance(Duration.ofSeconds(299));
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.ACTIVE);
    Await.until("the sync hangs", () -> server.requests().size() == 2);
    bench.time.advance(Duration.ofSeconds(1));
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.STALE);
  }

  @Test
  void tellsWhenAListGrewTooOldBetweenTwoSyncs() throws Exception {
    RegistryBench bench = new RegistryBench(server.url(), cacheDir);
    start(bench);
    bench.pause.awaitPause();

    bench.time.advance(Duration.ofMinutes(5));
    bench.pause.awaitPause();

    assertThat(log.warnings()).hasSize(1).first().asString().contains("too long ago");
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.ACTIVE);
  }

  @Test
  void warnsOnceOfAFaultyEntry() throws Exception {
    registry.put(entry(5, "a", "http://a:1"));
    registry.put(entry(6, "b", "nowhere"));
    RegistryBench bench = new RegistryBench(server.url(), cacheDir);
    RegistrySync sync = start(bench);
    bench.pause.awaitPause();
    refresh(sync);
    assertThat(bench.directory.names()).containsExactly("a");
    assertThat(log.warnings()).hasSize(1);

    registry.put(entry(6, "b", "http://b:1"));
    refresh(sync);
    registry.put(entry(6, "b", "nowhere"));
    refresh(sync);
    assertThat(log.warnings()).hasSize(2);
  }

  @Test
  void warnsOfAMillionFaultyEntriesAFewTimes() throws Exception {
    registry.instead((_, wire) -> wire.respond(200, "[" + "{},".repeat(1_000_000) + "{}]"));
    RegistryBench bench = new RegistryBench(server.url(), cacheDir);
    start(bench);
    bench.pause.awaitPause();
    assertThat(log.warnings()).hasSizeBetween(2, DropletList.DESCRIBED_FAULTS + 1);
  }

  @Test
  void endsEverythingWhenClosed() throws Exception {
    registry.instead((_, wire) -> wire.hang());
    RegistryBench bench = new RegistryBench(server.url(), cacheDir);
    RegistrySync sync = start(bench);
    CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    sync.refresh(waiting::complete);
    Await.until("the sync hangs", () -> server.requests().size() == 1);

    sync.close();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(refresh(sync)).isFalse();
    assertThat(sync.stats()).isEqualTo(SyncStats.NONE);
  }

  private RegistrySync start(RegistryBench bench) {
    RegistrySync sync = bench.sync();
    started.add(sync);
    sync.start();
    return sync;
  }

  private static boolean refresh(RegistrySync sync) throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    sync.refresh(done::complete);
    return done.get(10, TimeUnit.SECONDS);
  }
}
