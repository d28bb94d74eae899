package ai.fullpotential.orchestrator.registry;

import static ai.fullpotential.orchestrator.registry.RegistryBench.entry;
import static ai.fullpotential.orchestrator.registry.RegistryBench.list;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedServer;
import ai.fullpotential.orchestrator.time.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropletProberTest {

  private final RegistryBench bench =
      new RegistryBench(RegistryBench.url("http://registry.invalid"), Path.of("unused"));
  private final Reachability reachability =
      new Reachability(
          bench.directory, new MeshListener() {}, bench.time, bench.settings.heartbeatTimeout());
  private final DropletProber prober =
      new DropletProber(
          RegistryBench.HTTP, bench.directory, reachability, bench.settings, bench.pause);
  private final List<ScriptedServer> servers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    prober.close();
    for (ScriptedServer server : servers) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, true",
    "204, true",
    "302, true",
    "404, true",
    "499, true",
    "500, false",
    "503, false"
  })
  void anyAnswerBelow500Counts(int status, boolean reachable) throws Exception {
    AtomicInteger next = new AtomicInteger(reachable ? 500 : 200);
    ScriptedServer droplet = droplet((_, wire) -> wire.respond(next.get(), "{}"));
    knows(entry(5, "A", droplet.url() + "/base"));
    Await.until("the first probe is over", () -> !prober.isWorking());
    assertThat(reachability.reachable("a")).isEqualTo(!reachable);

    next.set(status);
    prober.start();

    Await.until("the next one is noted", () -> reachability.reachable("a") == reachable);
    assertThat(droplet.count("GET", "/base/health")).isEqualTo(2);
  }

  @Test
  void aHugeAnswerCountsToo() throws Exception {
    ScriptedServer droplet = droplet((_, wire) -> wire.respond(200, "x".repeat(200_000)));
    ScriptedServer sick = droplet((_, wire) -> wire.respond(500, "x".repeat(200_000)));
    knows(entry(5, "well", droplet.url().toString()), entry(6, "sick", sick.url().toString()));
    Await.until("it is reachable", () -> reachability.reachable("well"));
    Await.until("all probes are over", () -> !prober.isWorking());
    assertThat(sick.requests()).hasSize(1);
    assertThat(reachability.reachable("sick")).isFalse();
  }

  @Test
  void oneThatDoesNotAnswerIsMissed() throws Exception {
    ScriptedServer droplet = droplet((_, wire) -> wire.reset());
    bench.directory.synced(list("[" + entry(5, "a", droplet.url().toString()) + "]").droplets());
    reachability.called("a", true, bench.time.instant());
    bench.time.advance(Duration.ofSeconds(1));
    prober.start();
    Await.until("it is missed", () -> !reachability.reachable("a"));
  }

  @Test
  void probesAtEveryInterval() throws Exception {
    ScriptedServer droplet = droplet((_, wire) -> wire.respond(200, "{}"));
    bench.directory.synced(list("[" + entry(5, "a", droplet.url().toString()) + "]").droplets());
    prober.start();
    for (int round = 1; round <= 3; round++) {
      int expected = round;
      Await.until("it was asked", () -> droplet.requests().size() == expected);
      Await.until("nothing is under way", () -> !prober.isWorking());
      assertThat(bench.pause.passNext()).isEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void probesANewDropletAtOnceAndAKnownOneNot() throws Exception {
    ScriptedServer known = droplet((_, wire) -> wire.respond(200, "{}"));
    knows(entry(5, "known", known.url().toString()));
    Await.until("the first round is over", () -> reachability.reachable("known"));

    ScriptedServer fresh = droplet((_, wire) -> wire.respond(200, "{}"));
    knows(entry(5, "known", known.url().toString()), entry(6, "fresh", fresh.url().toString()));

    Await.until("the new one was probed", () -> reachability.reachable("fresh"));
    assertThat(known.requests()).hasSize(1);
    assertThat(reachability.reachableCount()).isEqualTo(2);
  }

  @Test
  void aDropletThatMovedIsUnknownUntilItAnswersAtItsNewPlace() throws Exception {
    ScriptedServer before = droplet((_, wire) -> wire.respond(200, "{}"));
    knows(entry(5, "a", before.url().toString()));
    Await.until("it is reachable", () -> reachability.reachable("a"));

    CountDownLatch mayAnswer = new CountDownLatch(1);
    ScriptedServer after =
        droplet(
            (_, wire) -> {
              mayAnswer.await();
              wire.respond(200, "{}");
            });
    knows(entry(5, "a", after.url().toString()));
    assertThat(reachability.reachable("a")).isFalse();

    mayAnswer.countDown();
    Await.until("it is reachable again", () -> reachability.reachable("a"));
    assertThat(before.requests()).hasSize(1);
  }

  @Test
  void anAnswerFromTheOldPlaceTellsNothing() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    ScriptedServer before =
        droplet(
            (_, wire) -> {
              mayAnswer.await();
              wire.respond(200, "{}");
            });
    ScriptedServer after = droplet((_, wire) -> wire.respond(500, "{}"));
    knows(entry(5, "a", before.url().toString()));
    Await.until("the old place was asked", () -> before.requests().size() == 1);
    knows(entry(5, "a", after.url().toString()));

    mayAnswer.countDown();

    Await.until("all probes are over", () -> !prober.isWorking());
    assertThat(reachability.reachable("a")).isFalse();
  }

  @Test
  void forgetsADropletThatIsGone() throws Exception {
    ScriptedServer droplet = droplet((_, wire) -> wire.respond(200, "{}"));
    knows(entry(5, "a", droplet.url().toString()));
    Await.until("it is reachable", () -> reachability.reachable("a"));
    knows();
    assertThat(reachability.reachableCount()).isZero();
  }

  @Test
  void countsThisServiceWithoutAskingIt() {
    knows(entry(2, "orchestrator", RegistryBench.PUBLIC_URL));
    assertThat(reachability.reachable("Orchestrator")).isTrue();
    assertThat(prober.isWorking()).isFalse();
  }

  @Test
  void asksOnlySoManyAtOnce() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ScriptedServer slow =
        droplet(
            (_, wire) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              mayAnswer.await();
              now.decrementAndGet();
              wire.respond(200, "{}");
            });
    int droplets = DropletProber.AT_ONCE * 2;
    String[] entries = new String[droplets];
    for (int i = 0; i < droplets; i++) {
      entries[i] = entry(10 + i, "d" + i, slow.url() + "/" + i);
    }
    knows(entries);
    prober.start();
    Await.until("as many as may be are under way", () -> now.get() == DropletProber.AT_ONCE);
    bench.pause.passNext();
    bench.pause.awaitPause();

    mayAnswer.countDown();

    Await.until("all are reachable", () -> reachability.reachableCount() == droplets);
    assertThat(most).hasValue(DropletProber.AT_ONCE);
    assertThat(slow.requests()).hasSize(droplets);
  }

  @Test
  void endsEveryProbeWhenClosed() throws Exception {
    ScriptedServer slow = droplet((_, wire) -> wire.hang());
    knows(entry(5, "a", slow.url().toString()));
    Await.until("it was asked", () -> slow.requests().size() == 1);
    prober.close();
    Await.until("nothing is under way", () -> !prober.isWorking());
    knows(entry(5, "b", slow.url().toString()));
    assertThat(prober.isWorking()).isFalse();
  }

  @Test
  void outcomesOfTasksCountLikeProbes() {
    bench.directory.synced(list("[" + entry(5, "A", "http://a") + "]").droplets());
    reachability.called("a", true, bench.time.instant());
    assertThat(reachability.reachable("A")).isTrue();
    bench.time.advance(Duration.ofSeconds(1));
    reachability.called("A", false, bench.time.instant());
    assertThat(reachability.reachable("a")).isFalse();
    reachability.called("stranger", true, bench.time.instant());
    assertThat(reachability.reachableCount()).isZero();
  }

  private ScriptedServer droplet(ScriptedServer.Script script) throws IOException {
    ScriptedServer server = new ScriptedServer(script);
    servers.add(server);
    return server;
  }

  private void knows(String... entries) {
    DropletList list = list("[" + String.join(",", entries) + "]");
    bench.directory.synced(list.droplets());
    prober.listed(list);
  }
}
