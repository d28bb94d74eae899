package ai.fullpotential.orchestrator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every request that the description shows is one that the service takes. */
class RequestExamplesTest {

  private final Description description = Description.ours();

  @TempDir Path directory;

  /**
   * A request that is shown.
   *
   * @param body as it is sent
   */
  private record Shown(String name, String method, String path, String type, String body) {}

  @TestFactory
  List<DynamicTest> isTaken() {
    List<Shown> all = shown();
    assertThat(all).hasSizeGreaterThan(14);
    return all.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.method() + " " + one.path() + " " + one.name(), () -> send(one)))
        .toList();
  }

  private List<Shown> shown() {
    Stream.Builder<Shown> all = Stream.builder();
    description
        .document()
        .path("paths")
        .forEachEntry(
            (path, methods) ->
                methods.forEachEntry(
                    (method, operation) ->
                        operation
                            .at("/requestBody/content")
                            .forEachEntry(
                                (type, media) ->
                                    media
                                        .path("examples")
                                        .forEachEntry(
                                            (name, example) ->
                                                all.add(
                                                    new Shown(
                                                        name,
                                                        method.toUpperCase(Locale.ROOT),
                                                        path,
                                                        type,
                                                        body(example)))))));
    return all.build().toList();
  }

  private String body(JsonNode example) {
    JsonNode value = description.resolve(example).path("value");
    return value.isTextual() ? value.asText() : value.toString();
  }

  private void send(Shown shown) throws Exception {
    try (TestApplication service = TestApplication.start(directory);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + service.port() + path(service, shown)))
                  .header("Content-Type", shown.type())
                  .method(shown.method(), BodyPublishers.ofString(shown.body()))
                  .build(),
              BodyHandlers.ofString());
      Heard heard = Heard.of(answer, answer.body());
      Description.check(heard);
      int expected = shown.path().endsWith("/release") ? 409 : 200;
      assertThat(answer.statusCode()).as(heard.toString()).isBetween(expected, expected + 99);
      assertThat(answer.body()).doesNotContain("INVALID_REQUEST");
    }
  }

  /** Where a path has a parameter, it is of something that is there. */
  private static String path(TestApplication service, Shown shown) throws Exception {
    if (shown.path().contains("{task_id}")) {
      JsonNode made =
          service.post("/tasks", "{\"droplet_name\":\"registry\",\"path\":\"/\"}").body();
      return shown.path().replace("{task_id}", made.path("task_id").asText());
    }
    if (shown.path().contains("{schedule_id}")) {
      String schedule =
          "{\"cron\":\"@daily\",\"task\":{\"droplet_name\":\"registry\",\"path\":\"/\"}}";
      JsonNode made = service.post("/schedules", schedule).body();
      return shown.path().replace("{schedule_id}", made.path("id").asText());
    }
    return shown.path().replace("{droplet_id}", "1").replace("{droplet_name}", "registry");
  }
}
