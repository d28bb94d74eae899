package ai.fullpotential.orchestrator.registry;

import static ai.fullpotential.orchestrator.registry.RegistryBench.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.ScriptedServer;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syncs that someone asks for, and lists that are pushed. */
class SharedSyncTest {

  @TempDir private Path cacheDir;
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final LogWatch log = new LogWatch(RegistrySync.class);
  private volatile String answer = "[]";
  private ScriptedServer server;
  private RegistryBench bench;
  private RegistrySync sync;

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer((_, wire) -> wire.respond(200, answer));
    bench = new RegistryBench(server.url(), cacheDir);
    sync = bench.sync();
  }

  @AfterEach
  void close() throws IOException {
    sync.close();
    server.close();
    log.close();
  }

  @Test
  void aCrowdOfCallersCostsTheRegistryOneRequest() throws Exception {
    useARegistryThatWaits();
    AtomicInteger told = new AtomicInteger();
    CompletableFuture<Boolean> last = new CompletableFuture<>();
    sync.refresh(ok -> told.addAndGet(ok ? 1 : 0));
    Await.until("the sync is under way", () -> server.requests().size() == 1);
    for (int i = 0; i < 500; i++) {
      sync.refresh(ok -> told.addAndGet(ok ? 1 : 0));
      sync.refreshForUnknown(told::incrementAndGet);
    }
    sync.refresh(last::complete);

    mayAnswer.countDown();

    assertThat(last.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(told).hasValue(1001);
    assertThat(server.requests()).hasSize(1);
    assertThat(sync.stats().total()).isEqualTo(1);
  }

  @Test
  void aWaiterThatFailsHindersNoOther() throws Exception {
    useARegistryThatWaits();
    CompletableFuture<Boolean> other = new CompletableFuture<>();
    sync.refresh(
        _ -> {
          throw new IllegalStateException("a bug in whoever asked");
        });
    sync.refresh(other::complete);
    mayAnswer.countDown();

    assertThat(other.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void aWaiterThatFailsWithAnErrorHindersNoOther() throws Exception {
    useARegistryThatWaits();
    CompletableFuture<Boolean> other = new CompletableFuture<>();
    sync.refresh(
        _ -> {
          throw new AssertionError("a bug in whoever asked");
        });
    sync.refresh(other::complete);
    mayAnswer.countDown();

    assertThat(other.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aListenerThatFailsEndsTheSyncButNotTheSyncing() throws Exception {
    RegistrySync buggy =
        bench.sync(
            _ -> {
              throw new IllegalStateException("a bug in a listener");
            });
    assertThat(refresh(buggy)).isFalse();
    assertThat(refresh(buggy)).isFalse();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aFaultOfThisServiceIsAFailedSyncAndToldOnce() throws Exception {
    AtomicBoolean faulty = new AtomicBoolean(true);
    RegistrySync buggy =
        bench.sync(
            _ -> {
              if (faulty.get()) {
                throw new IllegalStateException("a bug in a listener");
              }
            });
    for (int i = 1; i <= 3; i++) {
      assertThat(refresh(buggy)).isFalse();
      assertThat(bench.directory.registryFailed()).isTrue();
      assertThat(bench.directory.status()).isEqualTo(CacheStatus.STALE);
      assertThat(buggy.stats().error()).isEqualTo(i);
      assertThat(buggy.stats().total()).isEqualTo(i);
    }
    assertThat(log.warnings())
        .satisfiesExactly(
            fault -> assertThat(fault).startsWith("registry sync failed by a fault"),
            stale -> assertThat(stale).startsWith("registry stale"));

    faulty.set(false);
    assertThat(refresh(buggy)).isTrue();
    assertThat(bench.directory.registryFailed()).isFalse();
    assertThat(buggy.stats().success()).isEqualTo(1);
    faulty.set(true);
    refresh(buggy);
    assertThat(log.warnings()).hasSize(4);
  }

  @Test
  void aListThatAPushHasOvertakenIsNotTold() throws Exception {
    answer = "[" + entry(5, "old", "http://old:1") + "]";
    List<List<String>> told = new CopyOnWriteArrayList<>();
    List<RegistrySync> pushed = new CopyOnWriteArrayList<>();
    // The file is written after the list is known and before it is told.
    TimeSource pushesWhenTheFileIsWritten =
        new TimeSource() {
          @Override
          public Instant instant() {
            return bench.time.instant();
          }

          @Override
          public long nanos() {
            if (told.isEmpty()) {
              pushed.getFirst().apply(list("[" + entry(6, "new", "http://new:1") + "]"));
            }
            return bench.time.nanos();
          }
        };
    RegistrySync racing =
        new RegistrySync(
            bench.client,
            bench.directory,
            new SnapshotFile(cacheDir, pushesWhenTheFileIsWritten),
            List.of(l -> told.add(l.droplets().stream().map(Droplet::name).toList())),
            new SyncPace(Duration.ofSeconds(60), bench.pause, () -> 0),
            bench.time);
    pushed.add(racing);

    assertThat(refresh(racing)).isTrue();

    assertThat(bench.directory.names()).containsExactly("new");
    assertThat(told).containsExactly(List.of("new"));
    assertThat(refresh(racing)).isTrue();
    assertThat(told).containsExactly(List.of("new"), List.of("old"));
  }

  @Test
  void unknownNamesCostOneSyncASecond() throws Exception {
    askForUnknown();
    assertThat(server.requests()).hasSize(1);

    bench.time.advance(Duration.ofMillis(999));
    askForUnknown();
    askForUnknown();
    assertThat(server.requests()).hasSize(1);

    bench.time.advance(Duration.ofMillis(1));
    askForUnknown();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void unknownNamesAskedForByManyThreadsCostOneSync() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        var _ =
            threads.submit(
                () -> {
                  askForUnknown();
                  return null;
                });
      }
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void withinTheSecondAnUnknownNameIsAnsweredAtOnceThoughASyncRuns() throws Exception {
    askForUnknown();
    useARegistryThatWaits();
    sync.refresh(_ -> {});
    askForUnknown();
    mayAnswer.countDown();
  }

  @Test
  void aRecentSyncForAnotherReasonDoesNotStandInForTheOnDemandOne() throws Exception {
    refresh(sync);
    answer = "[" + entry(5, "new", "http://new:1") + "]";
    askForUnknown();
    assertThat(bench.directory.find("new")).isPresent();
  }

  @Test
  void aFailedSyncStandsForASecondToo() throws Exception {
    answer = "garbage";
    askForUnknown();
    askForUnknown();
    assertThat(server.requests()).hasSize(1);
    assertThat(sync.stats().error()).isEqualTo(1);
  }

  @Test
  void aPushedListAppliesAtOnceAndIsTold() {
    AtomicInteger told = new AtomicInteger();
    RegistrySync pushed = bench.sync(list -> told.addAndGet(list.droplets().size()));

    pushed.apply(list("[" + entry(5, "a", "http://a:1") + "]"));

    assertThat(bench.directory.find("a")).isPresent();
    assertThat(bench.directory.status()).isEqualTo(CacheStatus.ACTIVE);
    assertThat(told).hasValue(1);
    assertThat(pushed.stats().total()).isZero();
    assertThatThrownBy(() -> pushed.apply(list("{}"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSyncThatBeganBeforeAPushDoesNotUndoIt() throws Exception {
    answer = "[" + entry(5, "old", "http://old:1") + "]";
    useARegistryThatWaits();
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    sync.refresh(done::complete);
    Await.until("the sync is under way", () -> server.requests().size() == 1);
    sync.apply(list("[" + entry(6, "new", "http://new:1") + "]"));

    mayAnswer.countDown();

    assertThat(done.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(bench.directory.names()).containsExactly("new");
    assertThat(refresh(sync)).isTrue();
    assertThat(bench.directory.names()).containsExactly("old");
  }

  @Test
  void aSuccessIsOnDiskBeforeWhoeverWaitsIsTold() throws Exception {
    answer = "[" + entry(5, "a", "http://a:1") + "]";
    assertThat(refresh(sync)).isTrue();
    assertThat(bench.file.read().orElseThrow().list().find("a")).isPresent();
  }

  private void useARegistryThatWaits() throws IOException {
    server.close();
    server =
        new ScriptedServer(
            server.port(),
            (_, wire) -> {
              mayAnswer.await();
              wire.respond(200, answer);
            });
  }

  private void askForUnknown() throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    sync.refreshForUnknown(() -> done.complete(true));
    assertThat(done.get(10, TimeUnit.SECONDS)).isTrue();
  }

  private static boolean refresh(RegistrySync sync) throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    sync.refresh(done::complete);
    return done.get(10, TimeUnit.SECONDS);
  }

  private static JsonText list(String json) {
    return Json.compact(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }
}
