package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Loading.Loaded;
import ai.fullpotential.orchestrator.config.SettingsLoader;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.Auditor;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.openapi.Description;
import ai.fullpotential.orchestrator.openapi.Heard;
import ai.fullpotential.orchestrator.store.TestStore;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The whole service in this process, on free ports, with quick retries, and a caller of it. */
public final class TestApplication implements AutoCloseable {

  private static final Observers NOBODY =
      new Observers(
          (method, path, template, status, requestId, traceId, took) -> {},
          (method, path, template, status, requestId, traceId, took) -> {},
          task -> {},
          Auditor.NONE);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Application application;
  private final Optional<RegistryBeside> registry;

  private volatile String token = "";

  /** From now on this caller brings a token. */
  TestApplication asking(String other) {
    token = other;
    return this;
  }

  /** An answer, with its body as JSON. */
  public record Answer(int status, JsonNode body, HttpResponse<byte[]> whole) {

    public String text(String field) {
      return body.path(field).asText();
    }

    public String code() {
      return body.path("error").path("code").asText();
    }

    public JsonNode details() {
      return body.path("error").path("details");
    }
  }

  private TestApplication(Application application, Optional<RegistryBeside> registry) {
    this.application = application;
    this.registry = registry;
  }

  /** Starts with these settings beside the usual ones of a test. */
  public static TestApplication start(Path directory, String... namesAndValues) throws CannotStart {
    return start(directory, NOBODY, namesAndValues);
  }

  /** Starts with these settings, and with who else hears of what happens. */
  public static TestApplication start(Path directory, Observers observers, String... namesAndValues)
      throws CannotStart {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", "0");
    environment.put("REGISTRY_PORT", "0");
    environment.put("DATA_DIR", directory.toString());
    environment.put("CACHE_DIR", directory.toString());
    environment.put("TASK_BACKOFF_BASE", "0.02");
    environment.put("SHUTDOWN_GRACE", "5");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    if (!environment.containsKey("TASK_STORE") && !environment.containsKey("DATABASE_URL")) {
      environment.putAll(TestStore.current().settings(directory));
    }
    Optional<RegistryBeside> registry = Optional.empty();
    if (environment.containsKey("DATABASE_URL") && !environment.containsKey("REGISTRY_URL")) {
      registry = Optional.of(new RegistryBeside(directory.resolve("registry")));
      environment.put("REGISTRY_URL", registry.get().url());
      environment.putIfAbsent("REGISTRY_SYNC_INTERVAL", "0.05");
    }
    try {
      return new TestApplication(started(environment, directory, observers), registry);
    } catch (CannotStart | RuntimeException | Error e) {
      registry.ifPresent(RegistryBeside::close);
      throw e;
    }
  }

  private static Application started(
      Map<String, String> environment, Path directory, Observers observers) throws CannotStart {
    assertThat(new SettingsLoader(environment, directory).load()).isInstanceOf(Loaded.class);
    Loaded loaded = (Loaded) new SettingsLoader(environment, directory).load();
    return Application.start(loaded.settings(), observers);
  }

  Application application() {
    return application;
  }

  public int port() {
    return application.port();
  }

  public List<String> routes() {
    return application.routes();
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(own(path).GET().build());
  }

  public Answer post(String path, String json) throws IOException, InterruptedException {
    return send(
        own(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  public Answer send(String method, String path, String json)
      throws IOException, InterruptedException {
    return send(
        own(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build());
  }

  Answer task(String json, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        own("/tasks")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    return send(headers.length == 0 ? request.build() : request.headers(headers).build());
  }

  CompletableFuture<Answer> taskInBackground(String json) {
    return client
        .sendAsync(
            own("/tasks")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofByteArray())
        .thenApply(this::answer);
  }

  private HttpRequest.Builder own(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  /** Registers a droplet at the embedded Registry, as it would do itself. */
  public void register(String name, BaseUrl url) throws IOException, InterruptedException {
    Answer answer =
        toRegistry("POST", "/droplets", "{\"name\":\"" + name + "\",\"endpoint\":\"" + url + "\"}");
    assertThat(answer.status()).isEqualTo(201);
    if (registry.isPresent()) { // one in the process would have told it already
      Await.until("the droplet is known", () -> lists("\"" + name + "\""));
    }
  }

  /** Whether its Registry has a droplet of this name. */
  boolean knows(String name) throws IOException, InterruptedException {
    return toRegistry("GET", "/droplets/name/" + name, "").status() == 200;
  }

  /** Whether its list of droplets says this anywhere. */
  boolean lists(String text) {
    try {
      return get("/droplets").body().toString().contains(text);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Answer toRegistry(String method, String path, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(application.registryUrl() + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build());
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    return answer(client.send(request, BodyHandlers.ofByteArray()));
  }

  private Answer answer(HttpResponse<byte[]> response) {
    if (response.uri().getPort() == port()) {
      Description.check(Heard.of(response, new String(response.body(), StandardCharsets.UTF_8)));
    }
    try {
      return new Answer(response.statusCode(), Json.tree(response.body()), response);
    } catch (MalformedJson notJson) {
      return new Answer(response.statusCode(), MissingNode.getInstance(), response);
    }
  }

  @Override
  public void close() {
    application.close();
    registry.ifPresent(RegistryBeside::close);
    client.close();
  }
}
