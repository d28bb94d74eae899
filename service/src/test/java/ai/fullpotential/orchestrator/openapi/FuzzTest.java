package ai.fullpotential.orchestrator.openapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.openapi.RequestMaker.Made;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of requests made from the description, half of them with something wrong: none is answered
 * with a fault of the service, none otherwise than as it is described, and droplets are told nothing that
 * a caller made up. {@code -Dfuzz.seed=} and {@code -Dfuzz.count=} choose others and more.
 */
class FuzzTest {

  private static final long SEED = Long.getLong("fuzz.seed", 20_261_124);
  private static final int COUNT = Integer.getInteger("fuzz.count", 4000);
  private static final int AT_ONCE = 8;
  private static final int PATIENCE_MILLIS = 20_000;

  /** Headers that a droplet may see (docs/architecture.md, "Safety on the way out"). */
  private static final Set<String> ALLOWED =
      Set.of(
          "host",
          "x-request-id",
          "x-task-id",
          "x-attempt",
          "idempotency-key",
          "accept",
          "user-agent",
          "traceparent",
          "tracestate",
          "content-type",
          "content-length");

  /** Droplets do not fail here, so of all 5xx only the end of a task's own time may come. */
  private static final Set<String> TASKS_OWN =
      Set.of("TIMEOUT", "DROPLET_UNREACHABLE", "OVERLOADED");

  @TempDir Path directory;

  private final Description description = Description.ours();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  /** How many answers began with this digit. */
  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

  /** What can be asked for. */
  private record Operation(String path, String method, JsonNode parameters, JsonNode described) {}

  @Test
  void noRequestIsAnsweredOtherwiseThanDescribed() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(FuzzTest::ok);
        TestApplication service =
            TestApplication.start(directory, "TASK_STORE", "memory", "TASK_TIMEOUT", "1");
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      service.register("target", droplet.url());
      Map<String, String> there = things(service);
      List<Operation> operations = operations();
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        long seed = new SplittableRandom(SEED + i).nextLong();
        Operation operation = operations.get(i % operations.size());
        sent.add(threads.submit(() -> send(service.port(), operation, seed, there)));
      }
      for (Future<?> each : sent) {
        each.get();
      }
      assertThat(wrong).as("seed " + SEED).isEmpty();
      assertThat(statuses.getOrDefault(2, 0)).as("taken").isGreaterThan(COUNT / 5);
      assertThat(statuses.getOrDefault(4, 0)).as("refused").isGreaterThan(COUNT / 5);
      assertThat(droplet.requests()).isNotEmpty().allSatisfy(FuzzTest::onlyOurHeaders);
      assertThat(service.get("/health").text("status")).isEqualTo("active");
    }
  }

  private static boolean ok(ScriptedDroplet.Seen seen, ScriptedDroplet.Connection wire)
      throws IOException {
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    return true;
  }

  private static void onlyOurHeaders(ScriptedDroplet.Seen seen) {
    Set<String> names =
        seen.head()
            .lines()
            .skip(1)
            .filter(line -> line.contains(":"))
            .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(ALLOWED).containsAll(names);
  }

  private static Map<String, String> things(TestApplication service) throws Exception {
    Map<String, String> there = new HashMap<>();
    there.put(
        "task_id",
        service
            .post("/tasks", "{\"droplet_name\":\"target\",\"path\":\"/\"}")
            .body()
            .path("task_id")
            .asText());
    there.put("droplet_name", "nobody");
    there.put("name", "target");
    there.put("droplet_id", "1");
    return there;
  }

  private List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    description
        .document()
        .path("paths")
        .forEachEntry(
            (path, methods) ->
                methods.forEachEntry(
                    (method, operation) -> {
                      if (operation.has("operationId")) {
                        all.add(new Operation(path, method, methods.path("parameters"), operation));
                      }
                    }));
    assertThat(all).hasSizeGreaterThan(40);
    return all;
  }

  private void send(int port, Operation operation, long seed, Map<String, String> there) {
    Made made =
        new RequestMaker(description, seed, there)
            .of(
                operation.path(),
                operation.method(),
                operation.parameters(),
                operation.described());
    boolean isStream = operation.path().equals("/events");
    try {
      Heard heard = exchange(port, made, isStream);
      statuses.merge(heard.status() / 100, 1, Integer::sum);
      boolean isOurFault =
          heard.status() >= 500 && TASKS_OWN.stream().noneMatch(heard.body()::contains);
      if (isOurFault) {
        wrong.add(told(made) + "\n" + heard);
      }
      if (!isStream) {
        description.hold(heard);
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      wrong.add(told(made) + "\n" + e);
    }
  }

  private static String told(Made made) {
    return made.method() + " " + made.target() + " " + made.headers() + " " + made.body();
  }

  private static Heard exchange(int port, Made made, boolean headOnly) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      StringBuilder head = new StringBuilder();
      head.append(made.method()).append(' ').append(made.target()).append(" HTTP/1.1\r\n");
      head.append("Host: here\r\nConnection: close\r\n");
      made.headers().forEach(line -> head.append(line).append("\r\n"));
      head.append("Content-Length: ").append(made.body().length()).append("\r\n\r\n");
      socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
      socket.getOutputStream().write(made.body().getBytes(ISO_8859_1));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] some = new byte[8192];
      for (int read = socket.getInputStream().read(some);
          read >= 0;
          read = socket.getInputStream().read(some)) {
        bytes.write(some, 0, read);
        if (headOnly && bytes.toString(ISO_8859_1).contains("\r\n\r\n")) {
          break;
        }
      }
      return heard(made, bytes.toString(ISO_8859_1));
    }
  }

  private static Heard heard(Made made, String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IllegalStateException("no whole answer: '" + answer + "'");
    }
    List<String> head = answer.substring(0, end).lines().toList();
    Map<String, String> headers = new HashMap<>();
    for (String line : head.subList(1, head.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String body = answer.substring(end + 4);
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      body = dechunked(body);
    }
    return new Heard(
        made.method(),
        made.target(),
        Integer.parseInt(head.getFirst().split(" ")[1]),
        headers,
        new String(body.getBytes(ISO_8859_1), UTF_8));
  }

  private static String dechunked(String chunks) {
    StringBuilder whole = new StringBuilder();
    int at = 0;
    while (true) {
      int line = chunks.indexOf("\r\n", at);
      int size = line < 0 ? 0 : Integer.parseInt(chunks.substring(at, line).strip(), 16);
      if (size == 0) {
        return whole.toString();
      }
      whole.append(chunks, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
  }
}
