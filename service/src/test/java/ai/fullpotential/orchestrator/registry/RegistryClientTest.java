package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.ScriptedServer;
import ai.fullpotential.orchestrator.net.ScriptedServer.Script;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {

  private static final Loops LOOPS = new Loops(1);
  private static final HttpCaller HTTP = new HttpCaller(LOOPS);
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final SystemTime TIME = new SystemTime();

  @AfterAll
  static void closeLoops() {
    LOOPS.close();
  }

  @Test
  void asksTheNewerWayFirst() throws Exception {
    try (ScriptedServer registry =
        answering(200, "{\"droplets\":[{\"name\":\"a\",\"url\":\"http://a\"}]}")) {
      assertThat(listed(client(registry, PATIENT).list()).droplets()).hasSize(1);
      assertThat(registry.requests()).extracting(Object::toString).containsExactly("GET /droplets");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void fallsBackToTheOlderWayAndRemembersIt(int absent) throws Exception {
    Script older =
        (request, wire) -> wire.respond(request.path().equals("/registry") ? 200 : absent, "[]");
    try (ScriptedServer registry = new ScriptedServer(older)) {
      RegistryClient client = client(registry, PATIENT);
      assertThat(listed(client.list()).droplets()).isEmpty();
      assertThat(listed(client.list()).droplets()).isEmpty();
      assertThat(registry.requests())
          .extracting(Object::toString)
          .containsExactly("GET /droplets", "GET /registry", "GET /registry");
    }
  }

  @Test
  void findsTheNewerWayAgainWhenTheRegistryWasReplaced() throws Exception {
    AtomicInteger generation = new AtomicInteger();
    Script script =
        (request, wire) -> {
          String known = generation.get() == 0 ? "/registry" : "/droplets";
          wire.respond(request.path().equals(known) ? 200 : 404, "[]");
        };
    try (ScriptedServer registry = new ScriptedServer(script)) {
      RegistryClient client = client(registry, PATIENT);
      listed(client.list());
      generation.set(1);
      listed(client.list());
      listed(client.list());
      assertThat(registry.requests())
          .extracting(Object::toString)
          .containsExactly(
              "GET /droplets", "GET /registry", "GET /registry", "GET /droplets", "GET /droplets");
    }
  }

  @Test
  void keepsABasePathOfTheRegistry() throws Exception {
    try (ScriptedServer registry = answering(200, "[]")) {
      BaseUrl url = BaseUrl.parse(registry.url() + "/mesh/registry/").orElseThrow();
      listed(new RegistryClient(HTTP, url, PATIENT, TIME).list());
      assertThat(registry.count("GET", "/mesh/registry/droplets")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 301, 400, 404, 500, 503})
  void judgesByStatus200Alone(int status) throws Exception {
    try (ScriptedServer registry = answering(status, "{\"status\":\"active\",\"droplets\":[]}")) {
      assertThat(reason(client(registry, PATIENT).list())).isEqualTo("it answered " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{\"droplets\":[{\"name\":\"a\"", "{\"droplets\":{}}"})
  void aBodyThatIsNoListIsAFailure(String body) throws Exception {
    try (ScriptedServer registry = answering(200, body)) {
      assertThat(reason(client(registry, PATIENT).list())).startsWith("its list ");
    }
  }

  @Test
  void anAnswerThatBreaksOffIsAFailure() throws Exception {
    Script half =
        (_, wire) -> {
          wire.head(200, 1000);
          wire.raw("{\"droplets\":[".getBytes(StandardCharsets.UTF_8));
        };
    try (ScriptedServer registry = new ScriptedServer(half)) {
      assertThat(reason(client(registry, PATIENT).list())).contains("before the answer was whole");
    }
  }

  @Test
  void aResetIsAFailure() throws Exception {
    try (ScriptedServer registry = new ScriptedServer((_, wire) -> wire.reset())) {
      assertThat(reason(client(registry, PATIENT).list())).contains("closed or reset");
    }
  }

  @Test
  void nobodyListeningIsAFailure() throws Exception {
    BaseUrl gone;
    try (ScriptedServer registry = answering(200, "[]")) {
      gone = registry.url();
    }
    assertThat(reason(new RegistryClient(HTTP, gone, PATIENT, TIME).list())).contains("refused");
  }

  @Test
  void aHostThatCannotBeResolvedIsAFailure() throws Exception {
    BaseUrl nowhere = BaseUrl.parse("http://registry.invalid:8000").orElseThrow();
    assertThat(reason(new RegistryClient(HTTP, nowhere, PATIENT, TIME).list()))
        .contains("cannot be resolved");
  }

  @Test
  void aRegistryThatHangsEndsWithTheTimeout() throws Exception {
    try (ScriptedServer registry = new ScriptedServer((_, wire) -> wire.hang())) {
      assertThat(reason(client(registry, SHORT).list())).contains("within 0.2 s");
    }
  }

  @Test
  void aDripEndsWithTheTimeoutHoweverSteadyItIs() throws Exception {
    Script drip =
        (_, wire) -> {
          wire.head(200, 1_000_000);
          wire.drip((byte) ' ', Duration.ofMillis(10));
        };
    try (ScriptedServer registry = new ScriptedServer(drip)) {
      long start = TIME.nanos();
      assertThat(reason(client(registry, SHORT).list())).contains("within 0.2 s");
      assertThat(TIME.since(start)).isBetween(SHORT, Duration.ofSeconds(2));
    }
  }

  @Test
  void bothWaysTogetherTakeOneTimeout() throws Exception {
    Script slowOlder =
        (request, wire) -> {
          if (request.path().equals("/registry")) {
            wire.hang();
          } else {
            wire.respond(404, "{}");
          }
        };
    try (ScriptedServer registry = new ScriptedServer(slowOlder)) {
      long start = TIME.nanos();
      reason(client(registry, SHORT).list());
      assertThat(TIME.since(start)).isBetween(SHORT.minusMillis(1), Duration.ofSeconds(2));
    }
  }

  @Test
  void takesAListOfTenMegabytes() throws Exception {
    String list = RegistryScript.manyDroplets(150_000).toString();
    assertThat(list.length()).isGreaterThan(10_000_000);
    try (ScriptedServer registry = answering(200, list)) {
      assertThat(listed(client(registry, PATIENT).list()).droplets()).hasSize(150_000);
    }
  }

  @Test
  void refusesAListThatIsLargerThanTheLimit() throws Exception {
    Script endless =
        (_, wire) -> {
          wire.head(200, 1_000_000_000);
          byte[] megabyte = new byte[1024 * 1024];
          java.util.Arrays.fill(megabyte, (byte) ' ');
          for (int i = 0; i < 1000; i++) {
            wire.raw(megabyte);
          }
        };
    try (ScriptedServer registry = new ScriptedServer(endless)) {
      assertThat(reason(client(registry, PATIENT).list()))
          .isEqualTo("its answer is larger than " + RegistryClient.MAX_LIST_BYTES + " bytes");
    }
  }

  @Test
  void tellsHowAChangeWasTaken() throws Exception {
    AtomicInteger status = new AtomicInteger();
    try (ScriptedServer registry =
        new ScriptedServer((_, wire) -> wire.respond(status.get(), "{}"))) {
      RegistryClient client = client(registry, PATIENT);
      assertThat(send(client, status, 200)).isInstanceOf(RegistryReply.Done.class);
      assertThat(send(client, status, 201)).isInstanceOf(RegistryReply.Done.class);
      assertThat(send(client, status, 404)).isEqualTo(new RegistryReply.Absent(404));
      assertThat(send(client, status, 405)).isEqualTo(new RegistryReply.Absent(405));
      assertThat(send(client, status, 409)).isEqualTo(new RegistryReply.Conflict());
      assertThat(send(client, status, 500)).isEqualTo(new RegistryReply.Failed("it answered 500"));
      assertThat(registry.requests().getFirst()).hasToString("POST /droplets {\"a\":1}");
    }
  }

  private static RegistryReply send(RegistryClient client, AtomicInteger status, int next)
      throws InterruptedException {
    status.set(next);
    return client.send("POST", "/droplets", Json.of(java.util.Map.of("a", 1)));
  }

  private static RegistryClient client(ScriptedServer registry, Duration timeout) {
    return new RegistryClient(HTTP, registry.url(), timeout, TIME);
  }

  private static ScriptedServer answering(int status, String body) throws IOException {
    return new ScriptedServer((_, wire) -> wire.respond(status, body));
  }

  private static DropletList listed(ListOutcome outcome) {
    assertThat(outcome).isInstanceOf(ListOutcome.Listed.class);
    return ((ListOutcome.Listed) outcome).list();
  }

  private static String reason(ListOutcome outcome) {
    assertThat(outcome).isInstanceOf(ListOutcome.Failed.class);
    return ((ListOutcome.Failed) outcome).reason();
  }
}
