package ai.fullpotential.orchestrator.registry;

import static ai.fullpotential.orchestrator.registry.RegistryBench.entry;
import static ai.fullpotential.orchestrator.registry.RegistryBench.list;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedServer;
import ai.fullpotential.orchestrator.time.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SelfRegistrationTest {

  private static final String CREATE =
      "POST /droplets {\"id\":2,\"name\":\"orchestrator\",\"endpoint\":\"http://me.example:8001\","
          + "\"metadata\":{\"version\":\"1.1.0\"}}";
  private static final String CREATE_WITHOUT_ID = CREATE.replace("\"id\":2,", "");
  private static final String CHANGE =
      "{\"endpoint\":\"http://me.example:8001\",\"metadata\":{\"version\":\"1.1.0\"}}";
  private static final String OURS =
      "{\"id\":2,\"name\":\"Orchestrator\",\"endpoint\":\"http://me.example:8001/\",\"version\":\"1.1.0\"}";

  private final LogWatch log = new LogWatch(SelfRegistration.class);
  private RegistryScript registry = new RegistryScript(RegistryScript.Dialect.NEWER);
  private ScriptedServer server;
  private SelfRegistration self;

  SelfRegistrationTest() throws IOException {
    use(registry);
  }

  private void use(RegistryScript script) throws IOException {
    registry = script;
    server = new ScriptedServer(script);
    self =
        new SelfRegistration(new RegistryBench(server.url(), Path.of("unused")).client, settings());
  }

  private RegistrySettings settings() {
    return new RegistryBench(server.url(), Path.of("unused")).settings;
  }

  @AfterEach
  void close() throws IOException {
    self.close();
    server.close();
    log.close();
  }

  @Test
  void registersWhenAListLacksUs() {
    assertThat(self.registered()).isFalse();
    hear("[]");
    assertThat(requests()).containsExactly(CREATE);
    assertThat(self.registered()).isTrue();
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void asksForNothingWhenWeAreListedAsWeAre() {
    hear("[" + OURS + "]");
    assertThat(requests()).isEmpty();
    assertThat(self.registered()).isTrue();
  }

  @Test
  void registersAgainWhenTheRegistryForgot() {
    hear("[]");
    registry.forget();
    hear("[]");
    assertThat(requests()).containsExactly(CREATE, CREATE);
    assertThat(registry.entry("2")).contains("http://me.example:8001");
  }

  @Test
  void registersInTheOlderWay() throws Exception {
    server.close();
    use(new RegistryScript(RegistryScript.Dialect.OLDER));
    hear("[]");
    assertThat(requests())
        .containsExactly(
            CREATE,
            "POST /register {\"name\":\"orchestrator\",\"id\":2,\"url\":\"http://me.example:8001\","
                + "\"version\":\"1.1.0\"}");
    assertThat(self.registered()).isTrue();
  }

  @Test
  void takesOverTheEntryThatHasOurName() {
    registry.put(entry(44, "Orchestrator", "http://elsewhere"));
    hear("[]");
    assertThat(requests())
        .containsExactly(CREATE, "GET /droplets/name/orchestrator", "PATCH /droplets/44 " + CHANGE);
    assertThat(registry.entry("44")).contains("http://me.example:8001");
    assertThat(self.registered()).isTrue();
  }

  @Test
  void neverSendsAnIdThatAnotherDropletOwns() {
    registry.put(entry(2, "analyst", "http://analyst"));
    hear(registry.listing());
    registry.forget();
    hear("[" + entry(2, "analyst", "http://analyst") + "]");

    assertThat(requests()).containsExactly(CREATE_WITHOUT_ID, CREATE_WITHOUT_ID);
    assertThat(log.warnings()).hasSize(1).first().asString().contains("our id");
    assertThat(self.registered()).isTrue();
  }

  @Test
  void neverSendsAnIdThatAnUnusableEntryOwns() {
    hear("[{\"id\":\"2\",\"name\":\"analyst\",\"endpoint\":\"nowhere\"}]");
    assertThat(requests()).containsExactly(CREATE_WITHOUT_ID);
  }

  @Test
  void leavesTheIdOutWhenItWasTakenMeanwhile() {
    registry.instead(
        (request, wire) -> {
          boolean withId = request.body().contains("\"id\"");
          wire.respond(request.method().equals("GET") ? 404 : withId ? 409 : 201, "{}");
        });
    hear("[]");
    assertThat(requests())
        .containsExactly(CREATE, "GET /droplets/name/orchestrator", CREATE_WITHOUT_ID);
    assertThat(self.registered()).isTrue();
  }

  @Test
  void neverChangesAnEntryOfAnotherName() {
    for (String found :
        List.of(
            "{\"droplet\":" + entry(7, "analyst", "http://a") + "}",
            "{\"droplet\":{\"name\":\"orchestrator\"}}",
            "garbage",
            "[]")) {
      registry.instead(
          (request, wire) -> wire.respond(request.method().equals("GET") ? 200 : 409, found));
      hear("[]");
    }
    assertThat(requests()).noneMatch(request -> request.startsWith("PATCH"));
    assertThat(self.registered()).isFalse();
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void correctsAnEntryWithAnotherAddressOrVersion() {
    registry.put(entry(2, "orchestrator", "http://old"));
    hear(registry.listing());
    assertThat(requests()).containsExactly("PATCH /droplets/2 " + CHANGE);
    hear(registry.listing());
    assertThat(requests()).hasSize(1);

    hear("[" + OURS.replace("1.1.0", "1.0.0") + "]");
    assertThat(requests()).hasSize(2);
  }

  @Test
  void correctsAnEntryByAnIdThatNeedsEscaping() {
    hear("[{\"id\":\"a b/ü\",\"name\":\"orchestrator\",\"url\":\"http://old\"}]");
    assertThat(requests().getFirst()).startsWith("PATCH /droplets/a%20b%2F%C3%BC ");
  }

  @Test
  void registersAnewWhereNothingCanBePatched() throws Exception {
    server.close();
    use(new RegistryScript(RegistryScript.Dialect.OLDER));
    hear("[" + entry(2, "orchestrator", "http://old") + "]");
    assertThat(requests()).hasSize(3);
    assertThat(requests().getLast()).startsWith("POST /register");
    assertThat(self.registered()).isTrue();
  }

  @Test
  void registersAnewWhenOurEntryHasNoId() {
    hear("[{\"name\":\"orchestrator\",\"url\":\"http://old\"}]");
    assertThat(requests()).containsExactly(CREATE);
  }

  @Test
  void doesNotCorrectForEverAVersionThatTheRegistryKeepsItself() {
    registry.instead((_, wire) -> wire.respond(200, "{}"));
    String stubborn = "[" + OURS.replace("1.1.0", "7.0") + "]";
    hear(stubborn);
    hear(stubborn);
    hear(stubborn);
    assertThat(requests()).hasSize(1);
    assertThat(self.registered()).isTrue();

    hear("[" + OURS + "]");
    hear(stubborn);
    assertThat(requests()).hasSize(2);
  }

  @Test
  void aFailureIsOneWarningAndTriedAgainAtEachSync() {
    registry.instead((_, wire) -> wire.respond(500, "{}"));
    hear("[]");
    hear("[]");
    assertThat(requests()).containsExactly(CREATE, CREATE);
    assertThat(self.registered()).isFalse();
    assertThat(log.warnings()).hasSize(1).first().asString().contains("it answered 500");

    registry.behave();
    hear("[]");
    assertThat(self.registered()).isTrue();
    registry.instead((_, wire) -> wire.reset());
    hear("[]");
    assertThat(self.registered()).isFalse();
    assertThat(log.warnings()).hasSize(2);
  }

  @Test
  void givesUpOnATakenNameThatCannotBePatched() {
    for (int status : List.of(404, 409, 500)) {
      registry.instead(
          (request, wire) -> {
            switch (request.method()) {
              case "GET" -> wire.respond(200, entry(9, "orchestrator", "http://x"));
              case "PATCH" -> wire.respond(status, "{}");
              default -> wire.respond(409, "{}");
            }
          });
      hear("[]");
      assertThat(self.registered()).isFalse();
    }
    assertThat(requests())
        .filteredOn(request -> request.startsWith("PATCH /droplets/9"))
        .hasSize(3);
  }

  @Test
  void oneRegistrationAtATimeAndNoneAfterTheEnd() {
    registry.instead((_, wire) -> wire.hang());
    self.listed(list("[]"));
    Await.until("it is under way", () -> server.requests().size() == 1);
    self.listed(list("[]"));
    self.close();
    Await.until("it has ended", () -> !self.isWorking());
    self.listed(list("[]"));
    assertThat(self.isWorking()).isFalse();
    assertThat(requests()).hasSize(1);
    assertThat(log.warnings()).isEmpty();
  }

  private void hear(String list) {
    self.listed(list(list));
    Await.until("it has done what it does", () -> !self.isWorking());
  }

  private List<String> requests() {
    return server.requests().stream().map(Object::toString).toList();
  }
}
