package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.openapi.Description;
import ai.fullpotential.orchestrator.openapi.Heard;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The service's API, as far as runs need it. Safe for any thread. */
final class Api implements AutoCloseable {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int PAGE = 1000;
  private static final int AT_ONCE = 16;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Supplier<URI> service;
  private final AtomicReference<@Nullable AssertionError> undescribed = new AtomicReference<>();

  /** An answer, its body as JSON. */
  record Reply(int status, JsonNode json) {}

  /**
   * The API.
   *
   * @param service where it is at this moment
   */
  Api(Supplier<URI> service) {
    this.service = service;
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(service.get().resolve(path)), PATIENCE);
  }

  Reply get(String path, Duration patience) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(service.get().resolve(path)), patience);
  }

  Reply post(String path, String json, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.get().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    headers.forEach(request::header);
    return send(request, PATIENCE);
  }

  Reply put(String path, String json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(service.get().resolve(path))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)),
        PATIENCE);
  }

  /** Hands in asynchronous tasks, one a line, and tells how many were accepted. */
  long batch(Stream<String> bodies) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response =
        client.send(
            HttpRequest.newBuilder(service.get().resolve("/tasks/batch"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-ndjson")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        bodies.collect(Collectors.joining("\n", "", "\n"))))
                .build(),
            BodyHandlers.ofLines());
    return response.body().filter(line -> line.contains("\"task_id\"")).count();
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(service.get().resolve(path)).DELETE(), PATIENCE);
  }

  private Reply send(HttpRequest.Builder request, Duration patience)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request.timeout(patience).build(), BodyHandlers.ofString());
    hold(Heard.of(response, response.body()));
    return new Reply(response.statusCode(), JSON.readTree(response.body()));
  }

  /** An answer that is not as described must not disturb a run that is about something else. */
  private void hold(Heard heard) {
    try {
      Description.check(heard);
    } catch (AssertionError notAsDescribed) {
      undescribed.compareAndSet(null, notAsDescribed);
    }
  }

  /** How many tasks have this status, as far as one page tells. */
  int count(String status) throws IOException, InterruptedException {
    return get("/tasks?limit=" + PAGE + "&status=" + status).json().path("tasks").size();
  }

  /** Every task that the store holds, with its attempts. */
  Map<String, Kept> all() throws IOException, InterruptedException {
    Map<String, Future<Kept>> asked = new HashMap<>();
    Semaphore places = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String cursor = "";
      while (cursor != null) {
        JsonNode page = get("/tasks?limit=" + PAGE + cursor).json();
        for (JsonNode task : page.path("tasks")) {
          String id = task.path("id").asText();
          asked.computeIfAbsent(id, _ -> threads.submit(() -> record(id, places)));
        }
        JsonNode next = page.path("next_cursor");
        cursor = next.isTextual() ? "&cursor=" + next.asText() : null;
      }
    }
    Map<String, Kept> all = new HashMap<>();
    asked.forEach((id, kept) -> all.put(id, kept.resultNow()));
    return all;
  }

  private Kept record(String id, Semaphore places) throws IOException, InterruptedException {
    places.acquire();
    try {
      return Kept.of(get("/tasks/" + id).json());
    } finally {
      places.release();
    }
  }

  /** Ends it, and fails when an answer was not as the description of the API has it. */
  @Override
  public void close() {
    client.shutdownNow();
    AssertionError fault = undescribed.get();
    if (fault != null) {
      throw fault;
    }
  }
}
