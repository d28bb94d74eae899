package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.auth.SignedTokens;
import ai.fullpotential.orchestrator.auth.SignedTokens.Signer;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.net.Scope;
import ai.fullpotential.orchestrator.openapi.ScopesInDocument;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every route, asked by everybody: a new one must be written down here before it passes. */
@Timeout(120)
class AccessTableTest {

  private static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry("GET /", "open"),
          Map.entry("GET /health", "open"),
          Map.entry("GET /ready", "open"),
          Map.entry("GET /console", "open"),
          Map.entry("GET /console/{path*}", "open"),
          Map.entry("GET /docs", "open"),
          Map.entry("GET /docs/{file}", "open"),
          Map.entry("GET /openapi.json", "open"),
          Map.entry("GET /openapi.yaml", "open"),
          Map.entry("GET /message", "open"),
          Map.entry("GET /send", "open"),
          Map.entry("GET /whoami", "signed_in"),
          Map.entry("GET /info", "read"),
          Map.entry("GET /capabilities", "read"),
          Map.entry("GET /dependencies", "read"),
          Map.entry("GET /state", "read"),
          Map.entry("GET /metrics", "read"),
          Map.entry("GET /metrics/prometheus", "read"),
          Map.entry("GET /droplets", "read"),
          Map.entry("GET /droplets/{name}", "read"),
          Map.entry("POST /heartbeat", "submit"),
          Map.entry("POST /droplets/{droplet_id}/heartbeat", "submit"),
          Map.entry("GET /events", "read"),
          Map.entry("GET /tasks", "read"),
          Map.entry("GET /tasks/{task_id}", "read"),
          Map.entry("GET /replays", "read"),
          Map.entry("GET /replays/{replay_id}", "read"),
          Map.entry("GET /schedules", "read"),
          Map.entry("GET /schedules/{schedule_id}", "read"),
          Map.entry("GET /policies", "read"),
          Map.entry("GET /policies/{droplet_name}", "read"),
          Map.entry("PUT /policies/{droplet_name}", "admin"),
          Map.entry("DELETE /policies/{droplet_name}", "admin"),
          Map.entry("POST /droplets/{droplet_name}/pause", "operate"),
          Map.entry("POST /droplets/{droplet_name}/resume", "operate"),
          Map.entry("POST /tasks", "submit"),
          Map.entry("POST /tasks/batch", "submit"),
          Map.entry("DELETE /tasks/{task_id}", "submit"),
          Map.entry("POST /tasks/{task_id}/release", "submit"),
          Map.entry("POST /tasks/{task_id}/replay", "submit"),
          Map.entry("POST /replays", "submit"),
          Map.entry("DELETE /replays/{replay_id}", "submit"),
          Map.entry("POST /schedules", "submit"),
          Map.entry("PATCH /schedules/{schedule_id}", "submit"),
          Map.entry("DELETE /schedules/{schedule_id}", "submit"),
          Map.entry("POST /schedules/{schedule_id}/trigger", "submit"),
          Map.entry("POST /message", "submit"),
          Map.entry("POST /send", "submit"));

  private static final Signer SIGNER = SignedTokens.ed25519();

  @TempDir static Path directory;
  private static TestApplication application;
  private static HttpClient client;

  /** Who asks, and which rules let him in. */
  private record Asking(String token, List<String> lets) {}

  private static Map<String, Asking> callers() {
    Map<String, Asking> callers = new LinkedHashMap<>();
    callers.put("no token", new Asking("", List.of()));
    callers.put(
        "expired", new Asking(SIGNER.token(SignedTokens.claims("ann", "admin", -1)), List.of()));
    callers.put(
        "of a stranger", new Asking(SignedTokens.ed25519().token("ann", "admin"), List.of()));
    callers.put("no scope", new Asking(SIGNER.token("ann", ""), List.of("signed_in")));
    callers.put("read", new Asking(SIGNER.token("ann", "read"), List.of("signed_in", "read")));
    callers.put(
        "read:all alone", new Asking(SIGNER.token("ann", "read:all"), List.of("signed_in")));
    callers.put(
        "read, read:all",
        new Asking(SIGNER.token("ann", "read read:all"), List.of("signed_in", "read")));
    callers.put(
        "submit", new Asking(SIGNER.token("ann", "submit"), List.of("signed_in", "submit")));
    callers.put(
        "operate",
        new Asking(
            SIGNER.token("ann", "operate"), List.of("signed_in", "read", "submit", "operate")));
    callers.put(
        "admin",
        new Asking(
            SIGNER.token("ann", "admin"),
            List.of("signed_in", "read", "submit", "operate", "admin")));
    return callers;
  }

  @BeforeAll
  static void start() throws Exception {
    Path key = Files.writeString(directory.resolve("key.pem"), SIGNER.pem());
    application =
        TestApplication.start(directory, "AUTH_MODE", "jwt", "AUTH_PUBLIC_KEY", key.toString());
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.shutdownNow();
    application.close();
  }

  private static String rule(Route route) {
    return switch (route.access()) {
      case Access.Open() -> "open";
      case Access.SignedIn() -> "signed_in";
      case Access.Needs(Scope scope) -> scope.wire();
    };
  }

  private static List<Route> routes() {
    return application.application().table().routes();
  }

  @Test
  void everyRouteHasTheRuleThatIsWrittenHere() {
    Map<String, String> found = new TreeMap<>();
    routes().forEach(route -> found.put(route.method() + " " + route.template(), rule(route)));

    assertThat(found).containsExactlyInAnyOrderEntriesOf(RULES);
  }

  @Test
  void theDescriptionOfTheApiHasTheSameRules() {
    assertThat(ScopesInDocument.read()).containsExactlyInAnyOrderEntriesOf(RULES);
  }

  @Test
  void everyRouteLetsInWhomItsRuleLetsInAndNobodyElse() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Asking> caller : callers().entrySet()) {
      for (Route route : routes()) {
        Asking asking = caller.getValue();
        HttpResponse<InputStream> answer = ask(route, asking.token());
        String rule = rule(route);
        boolean in = rule.equals("open") || asking.lets().contains(rule);
        boolean known = asking.lets().contains("signed_in");
        int expected = in ? 0 : known ? 403 : 401;
        int refused =
            answer.statusCode() == 401 || answer.statusCode() == 403 ? answer.statusCode() : 0;
        if (refused != expected || answer.statusCode() >= 500) {
          wrong.add(
              caller.getKey()
                  + ": "
                  + route.method()
                  + " "
                  + route.template()
                  + " "
                  + answer.statusCode());
        }
        if (refused != 0) {
          assertThat(answer.headers().firstValue("WWW-Authenticate"))
              .hasValueSatisfying(
                  challenge ->
                      assertThat(challenge)
                          .startsWith("Bearer ")
                          .contains(
                              refused == 403
                                  ? "error=\"insufficient_scope\", scope=\"" + rule + "\""
                                  : asking.token().isEmpty() ? "" : "error=\"invalid_token\""));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void aHeadIsAskedForTheSameAsItsGet() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port() + "/tasks"))
            .method("HEAD", BodyPublishers.noBody())
            .build();
    assertThat(client.send(head, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
  }

  @Test
  void thePrefixChangesNothing() throws Exception {
    HttpRequest get =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + application.port() + "/orchestrator/tasks"))
            .build();
    assertThat(client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
  }

  /** Only the head is waited for: events have no end. */
  private static HttpResponse<InputStream> ask(Route route, String token) throws Exception {
    String path =
        route
            .template()
            .replace("{path*}", "css/base.css")
            .replace("{file}", "page.css")
            .replaceAll("\\{[a-z_]+}", "0193a2b4-0000-7000-8000-000000000000");
    boolean lines = route.template().endsWith("/batch");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port() + path))
            .header("Content-Type", lines ? "application/x-ndjson" : "application/json")
            .method(
                route.method(),
                route.method().equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{}"));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
    answer.body().close();
    return answer;
  }
}
