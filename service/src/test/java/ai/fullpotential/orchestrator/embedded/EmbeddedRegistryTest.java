package ai.fullpotential.orchestrator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.registry.LogWatch;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRegistryTest {

  private static final Loops LOOPS = new Loops(1);
  private static final HttpCaller HTTP = new HttpCaller(LOOPS);

  @TempDir private Path dataDir;
  private final ManualTime time = new ManualTime();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<EmbeddedRegistry> started = new ArrayList<>();
  private final LogWatch log = new LogWatch(EmbeddedRegistry.class);
  private RegistryCalls registry;
  private int port;

  @BeforeEach
  void start() throws BindException {
    registry = started(list -> told.add(list.toString()));
  }

  @AfterEach
  void close() {
    started.forEach(EmbeddedRegistry::close);
    log.close();
  }

  @AfterAll
  static void closeLoops() {
    LOOPS.close();
  }

  @Test
  void listsItself() throws Exception {
    String own =
        "{\"id\":1,\"name\":\"registry\",\"endpoint\":\"http://localhost:%d\",\"url\":\"http://localhost:%d\",\"version\":\"1.1.0\",\"status\":\"active\",\"steward\":null,\"metadata\":{\"version\":\"1.1.0\"},\"created_at\":1767268800.0,\"updated_at\":1767268800.0}"
            .formatted(port, port);
    assertThat(registry.get("/droplets").body()).isEqualTo("{\"droplets\":[" + own + "]}");
    assertThat(registry.get("/registry").body()).isEqualTo("{\"droplets\":[" + own + "]}");
    assertThat(registry.get("/droplets/1").body()).isEqualTo("{\"droplet\":" + own + "}");
    assertThat(told).containsExactly("{\"droplets\":[" + own + "]}");
  }

  @Test
  void takesARegistrationAndFindsItByIdAndName() throws Exception {
    var created =
        registry.post(
            "/droplets",
            "{\"id\":2,\"name\":\"Orchestrator\",\"endpoint\":\"http://Me:8001/\",\"metadata\":{\"version\":\"1.1.0\",\"n\":1.50},\"note\":[1]}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body())
        .isEqualTo(
            "{\"droplet\":{\"id\":2,\"name\":\"Orchestrator\",\"endpoint\":\"http://me:8001\",\"url\":\"http://me:8001\",\"version\":\"1.1.0\",\"status\":\"active\",\"steward\":null,\"metadata\":{\"version\":\"1.1.0\",\"n\":1.50},\"note\":[1],\"created_at\":1767268800.0,\"updated_at\":1767268800.0}}");
    assertThat(registry.get("/droplets/2").body()).isEqualTo(created.body());
    assertThat(registry.get("/droplets/name/orchestrator").body()).isEqualTo(created.body());
    assertThat(told.getLast()).isEqualTo(registry.get("/droplets").body());
  }

  @Test
  void choosesAnIdWhereNoneIsAsked() throws Exception {
    assertThat(create("{\"name\":\"a\",\"url\":\"http://a\"}")).isEqualTo("3");
    assertThat(create("{\"name\":\"b\",\"url\":\"http://b\",\"id\":4}")).isEqualTo("4");
    assertThat(create("{\"name\":\"c\",\"url\":\"http://c\",\"id\":null}")).isEqualTo("5");
    registry.delete("/droplets/5");
    assertThat(create("{\"name\":\"d\",\"url\":\"http://d\"}"))
        .as("an id is not given twice")
        .isEqualTo("6");
  }

  @Test
  void listsInTheOrderOfIds() throws Exception {
    create("{\"name\":\"x\",\"url\":\"http://x\",\"id\":\"beta\"}");
    create("{\"name\":\"y\",\"url\":\"http://y\",\"id\":100}");
    create("{\"name\":\"z\",\"url\":\"http://z\",\"id\":20}");
    create("{\"name\":\"w\",\"url\":\"http://w\",\"id\":\"Alpha\"}");
    List<String> ids = new ArrayList<>();
    registry.get("/droplets").json().path("droplets").forEach(d -> ids.add(d.path("id").asText()));
    assertThat(ids).containsExactly("1", "20", "100", "Alpha", "beta");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"name\":\"A\",\"url\":\"http://other\"}', name, A",
    "'{\"id\":7,\"name\":\"a\",\"url\":\"http://other\"}', name, a",
    "'{\"id\":7,\"name\":\"other\",\"url\":\"http://other\"}', name, a",
    "'{\"id\":\"7\",\"name\":\"other\",\"url\":\"http://other\"}', name, a",
    "'{\"id\":1,\"name\":\"other\",\"url\":\"http://other\"}', name, registry",
    "'{\"name\":\"Registry\",\"url\":\"http://other\"}', id, 1"
  })
  void refusesANameOrAnIdThatIsTaken(String body, String field, String value) throws Exception {
    create("{\"id\":7,\"name\":\"a\",\"url\":\"http://a\"}");
    String before = registry.get("/droplets").body();

    var refused = registry.post("/droplets", body);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/error/code")).isEqualTo("\"CONFLICT\"");
    assertThat(refused.at("/error/details/" + field)).isEqualTo("\"" + value + "\"");
    assertThat(registry.get("/droplets").body()).isEqualTo(before);
    assertThat(told).hasSize(2);
  }

  @Test
  void tellsOfAllFaultsAtOnce() throws Exception {
    var refused =
        registry.post(
            "/droplets",
            "{\"id\":0,\"endpoint\":\"http://u:p@h\",\"status\":5,\"steward\":\"\",\"metadata\":[],\"capabilities\":[1]}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/status")).isEqualTo("\"error\"");
    assertThat(refused.at("/error/code")).isEqualTo("\"INVALID_REQUEST\"");
    assertThat(refused.json().at("/error/details/errors").findValuesAsText("field"))
        .containsExactly("id", "name", "status", "steward", "endpoint", "metadata", "capabilities");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "5",
        "{",
        "{} {}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":\"\\ud800\",\"url\":\"http://a\"}"
      })
  void refusesABodyThatIsNoCleanObject(String body) throws Exception {
    var refused = registry.post("/droplets", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/error/details/errors/0/field")).isEqualTo("\"body\"");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json; charset=utf-8, 201",
    "application/vnd.mesh+json, 201",
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415"
  })
  void takesJsonOnly(String contentType, int status) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/droplets"))
                  .header("Content-Type", contentType)
                  .POST(BodyPublishers.ofString("{\"name\":\"a\",\"url\":\"http://a\"}"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\"}",
        "{\"name\":\"a\",\"endpoint\":7}",
        "{\"name\":\"a\",\"endpoint\":\"a.example\"}",
        "{\"name\":\" \",\"endpoint\":\"http://a\"}",
        "{\"name\":\"a\",\"endpoint\":\"http://a\",\"id\":1.5}",
        "{\"name\":\"a\",\"endpoint\":\"http://a\",\"id\":9007199254740992}",
        "{\"name\":\"a\",\"endpoint\":\"http://a\",\"id\":\"\"}",
        "{\"name\":\"a\",\"endpoint\":\"http://a\",\"version\":{}}",
        "{\"name\":\"a\",\"endpoint\":\"http://a\",\"capabilities\":\"ocr\"}"
      })
  void refusesAnEntryThatBreaksARule(String body) throws Exception {
    var refused = registry.post("/droplets", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/details/errors")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/droplets", "/register"})
  void refusesAnEntryThatIsTooLarge(String path) throws Exception {
    String body = "{\"name\":\"a\",\"url\":\"http://a\",\"metadata\":{\"k\":\"%s\"}}";
    var refused = registry.post(path, body.formatted("x".repeat(64 * 1024)));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/error/details/errors/0/field")).isEqualTo("\"body\"");
    assertThat(refused.at("/error/message")).contains("65536 bytes");
    assertThat(registry.post(path, body.formatted("x".repeat(63 * 1024))).status()).isLessThan(300);

    var patched = registry.patch("/droplets/3", "{\"note\":\"" + "x".repeat(1024) + "\"}");
    assertThat(patched.status()).isEqualTo(400);
    assertThat(registry.get("/droplets/3").body()).doesNotContain("note");
  }

  @Test
  void refusesOneDropletMoreThanItHoldsButStillTakesChanges() throws Exception {
    close();
    storeDroplets(10_000, "");
    RegistryCalls full = started(_ -> {});
    String body = "{\"name\":\"one more\",\"url\":\"http://a\"}";

    var refused = full.post("/droplets", body);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/error/code")).isEqualTo("\"CONFLICT\"");
    assertThat(refused.at("/error/details/max_droplets")).isEqualTo("10000");
    assertThat(full.post("/register", body).status()).isEqualTo(409);
    assertThat(full.patch("/droplets/10", "{\"steward\":\"Ann\"}").status()).isEqualTo(200);
    assertThat(full.delete("/droplets/10").status()).isEqualTo(200);
    assertThat(full.post("/droplets", body).status()).isEqualTo(201);
  }

  @Test
  void refusesAListThatTheOrchestratorWouldNotRead() throws Exception {
    close();
    storeDroplets(279, "x".repeat(60_000));
    RegistryCalls full = started(_ -> {});
    String body = "{\"name\":\"m\",\"url\":\"http://a\",\"note\":\"%s\"}";

    var refused = full.post("/droplets", body.formatted("x".repeat(60_000)));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/error/details/max_list_bytes")).isEqualTo("16777216");
    assertThat(full.delete("/droplets/10").status()).isEqualTo(200);
    assertThat(full.post("/droplets", body.formatted("x".repeat(50_000))).status()).isEqualTo(201);
  }

  @Test
  void changesWhatAPatchNamesAndKeepsTheRest() throws Exception {
    create(
        "{\"id\":7,\"name\":\"a\",\"endpoint\":\"http://a\",\"steward\":\"Ann\",\"capabilities\":[\"x\"],\"metadata\":{\"version\":\"1\",\"keep\":{\"k\":1},\"drop\":2}}");
    time.advance(Duration.ofSeconds(5));

    var changed =
        registry.patch(
            "/droplets/7",
            "{\"endpoint\":\"http://b:9\",\"steward\":null,\"metadata\":{\"version\":\"2\",\"drop\":null,\"new\":{\"n\":1}}}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.at("/droplet"))
        .isEqualTo(
            "{\"id\":7,\"name\":\"a\",\"endpoint\":\"http://b:9\",\"url\":\"http://b:9\",\"version\":\"2\",\"status\":\"active\",\"steward\":null,\"metadata\":{\"version\":\"2\",\"keep\":{\"k\":1},\"new\":{\"n\":1}},\"capabilities\":[\"x\"],\"created_at\":1767268800.0,\"updated_at\":1767268805.0}");
    assertThat(
            registry
                .patch("/droplets/7", "{\"url\":\"http://c\",\"version\":3}")
                .at("/droplet/version"))
        .isEqualTo("\"3\"");
    assertThat(registry.get("/droplets/7").at("/droplet/endpoint")).isEqualTo("\"http://c\"");
    assertThat(told.getLast()).isEqualTo(registry.get("/droplets").body());
  }

  @Test
  void refusesAPatchThatBreaksARule() throws Exception {
    create("{\"id\":7,\"name\":\"a\",\"url\":\"http://a\"}");
    create("{\"id\":8,\"name\":\"b\",\"url\":\"http://b\"}");
    assertThat(registry.patch("/droplets/7", "{\"endpoint\":null}").status()).isEqualTo(400);
    assertThat(registry.patch("/droplets/7", "{\"id\":9}").at("/error/details/errors/0/field"))
        .isEqualTo("\"id\"");
    assertThat(registry.patch("/droplets/7", "{\"name\":\"B\"}").status()).isEqualTo(409);
    assertThat(registry.patch("/droplets/7", "{\"name\":\"A\",\"id\":7}").status()).isEqualTo(200);
    assertThat(registry.patch("/droplets/9", "{}").status()).isEqualTo(404);
    assertThat(registry.patch("/droplets/1", "{\"endpoint\":\"http://x\"}").status())
        .isEqualTo(409);
    assertThat(registry.patch("/droplets/7", "[]").status()).isEqualTo(400);
  }

  @Test
  void takesADropletOut() throws Exception {
    create("{\"id\":7,\"name\":\"a\",\"url\":\"http://a\"}");
    var removed = registry.delete("/droplets/7");
    assertThat(removed.status()).isEqualTo(200);
    assertThat(removed.at("/deleted")).isEqualTo("true");
    assertThat(removed.at("/droplet/name")).isEqualTo("\"a\"");
    assertThat(registry.get("/droplets/7").status()).isEqualTo(404);
    assertThat(registry.get("/droplets/name/a").status()).isEqualTo(404);
    assertThat(registry.delete("/droplets/7").at("/error/code")).isEqualTo("\"NOT_FOUND\"");
    assertThat(registry.delete("/droplets/1").status()).isEqualTo(409);
    assertThat(told.getLast())
        .isEqualTo(registry.get("/droplets").body())
        .doesNotContain("http://a");
  }

  @Test
  void registersInTheOlderWayAsOftenAsOneLikes() throws Exception {
    String body = "{\"name\":\"old\",\"id\":12,\"url\":\"http://old:1\",\"version\":\"0.9\"}";
    var first = registry.post("/register", body);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.at("/droplet/metadata")).isEqualTo("{\"version\":\"0.9\"}");

    var again = registry.post("/register", body.replace("old:1", "new:2").replace("12", "13"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.at("/droplet/endpoint")).isEqualTo("\"http://new:2\"");
    assertThat(again.at("/droplet/id")).as("it keeps its id").isEqualTo("12");

    assertThat(registry.post("/register", body.replace("\"old\"", "\"other\"")).status())
        .isEqualTo(409);
    assertThat(registry.post("/register", "{\"name\":\"old\"}").status()).isEqualTo(400);
    assertThat(registry.post("/register", "{\"name\":\"registry\",\"url\":\"http://x\"}").status())
        .isEqualTo(409);
  }

  @Test
  void survivesARestart() throws Exception {
    create("{\"name\":\"a\",\"url\":\"http://a\",\"metadata\":{\"n\":1.50}}");
    create("{\"id\":\"s-1\",\"name\":\"b\",\"url\":\"http://b\",\"capabilities\":[\"x\"]}");
    create("{\"name\":\"c\",\"url\":\"http://c\"}");
    registry.delete("/droplets/4");
    String before = withoutOwn(registry.get("/droplets").body());
    close();

    time.advance(Duration.ofHours(1));
    RegistryCalls again = started(list -> told.add(list.toString()));

    assertThat(withoutOwn(again.get("/droplets").body())).isEqualTo(before);
    assertThat(told.getLast()).isEqualTo(again.get("/droplets").body());
    assertThat(again.post("/droplets", "{\"name\":\"d\",\"url\":\"http://d\"}").at("/droplet/id"))
        .isEqualTo("5");
    assertThat(log.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"droplets\":[{", "{}", "[]", "null"})
  void setsADamagedFileAside(String damaged) throws Exception {
    close();
    try (LogWatch watch = new LogWatch(EmbeddedRegistry.class)) {
      Files.writeString(dataDir.resolve("registry.json"), damaged);
      RegistryCalls again = started(_ -> {});
      assertThat(again.get("/droplets").json().path("droplets")).hasSize(1);
      assertThat(watch.warnings()).hasSize(1);
    }
    assertThat(dataDir.resolve("registry.json.damaged")).hasContent(damaged);
  }

  @Test
  void skipsStoredEntriesThatBreakTheRules() throws Exception {
    close();
    try (LogWatch watch = new LogWatch(EmbeddedRegistry.class)) {
      Files.writeString(
          dataDir.resolve("registry.json"),
          """
          {"next_id":1,"droplets":[5,{"name":"no id","url":"http://x"},{"id":1,"name":"thief","url":"http://x"},
           {"id":9,"name":"a","url":"http://a"},{"id":10,"name":"A","url":"http://a"},{"id":11,"name":"b"}]}""");
      RegistryCalls again = started(_ -> {});
      assertThat(again.get("/droplets").json().path("droplets").findValuesAsText("name"))
          .containsExactly("registry", "a");
      assertThat(watch.warnings()).hasSize(5);
      assertThat(again.post("/droplets", "{\"name\":\"c\",\"url\":\"http://c\"}").at("/droplet/id"))
          .isEqualTo("3");
    }
  }

  @Test
  void refusesAChangeThatTheDiskDoesNotTake() throws Exception {
    create("{\"id\":7,\"name\":\"a\",\"url\":\"http://a\"}");
    String before = registry.get("/droplets").body();
    Path file = dataDir.resolve("registry.json");
    Path inTheWay = dataDir.resolve("registry.json." + ProcessHandle.current().pid() + ".tmp");
    Files.createDirectory(inTheWay);

    var refused = registry.post("/droplets", "{\"name\":\"b\",\"url\":\"http://b\"}");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.at("/error/code")).isEqualTo("\"STORE_UNAVAILABLE\"");
    assertThat(registry.get("/droplets").body()).isEqualTo(before);
    assertThat(file).content().doesNotContain("http://b");

    Files.deleteIfExists(inTheWay);
    assertThat(registry.post("/droplets", "{\"name\":\"b\",\"url\":\"http://b\"}").status())
        .isEqualTo(201);
  }

  @Test
  void anUnreadableFileAndAFailingListenerAreWarnings() throws Exception {
    close();
    try (LogWatch watch = new LogWatch(EmbeddedRegistry.class)) {
      Files.createDirectory(dataDir.resolve("registry.json"));
      RegistryCalls again =
          started(
              _ -> {
                throw new IllegalStateException("a bug in whoever listens");
              });
      assertThat(again.get("/health").status()).isEqualTo(200);
      assertThat(watch.warnings()).hasSize(2);
    }
  }

  @Test
  void aTakenPortIsTold() {
    EmbeddedRegistry second = registryAt(port, _ -> {});
    assertThatThrownBy(second::start).isInstanceOf(BindException.class);
  }

  private String create(String body) throws InterruptedException {
    var created = registry.post("/droplets", body);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created.json().at("/droplet/id").asText();
  }

  private void storeDroplets(int count, String note) throws IOException {
    String entries =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"id\":%d,\"name\":\"d%d\",\"url\":\"http://d\",\"note\":\"%s\"}"
                        .formatted(10 + i, i, note))
            .collect(Collectors.joining(","));
    Files.writeString(dataDir.resolve("registry.json"), "{\"droplets\":[" + entries + "]}");
  }

  private static String withoutOwn(String listing) {
    return listing.replaceFirst("\\{\"id\":1,\"name\":\"registry\".*?},?(?=\\{|])", "");
  }

  private RegistryCalls started(Consumer<JsonText> changed) throws BindException {
    EmbeddedRegistry next = registryAt(0, changed);
    started.add(next);
    port = next.start();
    return new RegistryCalls(HTTP, port);
  }

  private EmbeddedRegistry registryAt(int wantedPort, Consumer<JsonText> changed) {
    EmbeddedSettings settings =
        new EmbeddedSettings(
            ServerSettings.at("127.0.0.1", wantedPort, 1024 * 1024), dataDir, "1.1.0");
    return new EmbeddedRegistry(
        LOOPS,
        settings,
        time,
        changed,
        (method, path, template, status, requestId, traceId, took) -> {});
  }
}
