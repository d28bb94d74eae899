package ai.fullpotential.orchestrator.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Callers that submit tasks of every kind, one after the other each, and write down what they are told:
 * synchronous, asynchronous and delayed ones, with an Idempotency-Key and without. One who has a key
 * and no answer asks again until there is one, as such a caller would.
 */
final class Load implements AutoCloseable {

  private static final Duration BETWEEN = Duration.ofMillis(5);
  private static final Duration AFTER_NO_ANSWER = Duration.ofMillis(50);
  private static final Duration TO_THE_END = Duration.ofSeconds(60);

  private final Api api;
  private final long seed;
  private final int callers;
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopping;
  private volatile boolean givingUp;

  /** One submission, the same however often it is sent. */
  private record Submission(
      long n, String body, Map<String, String> headers, @Nullable String key) {}

  /**
   * Callers that have not begun.
   *
   * @param service where the service is at this moment
   * @param callers how many submit at once
   */
  Load(Supplier<URI> service, long seed, int callers) {
    this.api = new Api(service);
    this.seed = seed;
    this.callers = callers;
  }

  /** All begin. */
  void start() {
    for (int caller = 0; caller < callers; caller++) {
      Random random = new Random(seed * 1_000_003 + caller);
      threads.execute(() -> submitUntilStopped(random));
    }
  }

  /** Everything that was told so far. */
  List<Told> told() {
    return List.copyOf(told);
  }

  /** How many tasks are acknowledged by now. */
  long acknowledged() {
    return told.stream().filter(Told::isAcknowledged).map(Told::taskId).distinct().count();
  }

  /** No new submission; waits until each that is open has its answer. */
  void stop() throws InterruptedException {
    stopping = true;
    threads.shutdown();
    if (!threads.awaitTermination(TO_THE_END.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("callers still wait for their answers");
    }
  }

  private void submitUntilStopped(Random random) {
    try {
      while (!stopping) {
        submit(any(numbers.getAndIncrement(), random));
        Thread.sleep(BETWEEN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Submission any(long n, Random random) {
    int kind = random.nextInt(10);
    String key = random.nextInt(10) < 4 ? "key-" + seed + "-" + n : null;
    int delay = kind < 8 ? 0 : 100 + random.nextInt(900);
    Map<String, String> headers = new HashMap<>();
    if (kind >= 5 && kind < 8) {
      headers.put("Prefer", "respond-async");
    }
    if (key != null) {
      headers.put("Idempotency-Key", key);
    }
    return new Submission(n, body(n, delay), headers, key);
  }

  /** A task's request, whose payload says which it is. */
  static String body(long n, int delayMillis) {
    return "{\"droplet_name\":\""
        + SeenDroplet.NAME
        + "\",\"method\":\"POST\",\"path\":\"/work\",\"payload\":{\"n\":"
        + n
        + ",\"delay_ms\":"
        + delayMillis
        + "}"
        + (delayMillis == 0 ? "" : ",\"delay_seconds\":" + delayMillis / 1000.0)
        + "}";
  }

  private void submit(Submission submission) throws InterruptedException {
    Told answer = once(submission);
    while (answer.http() == 0 || answer.isUnavailable()) {
      Thread.sleep(AFTER_NO_ANSWER);
      if (submission.key() == null || givingUp) {
        return;
      }
      answer = once(submission);
    }
  }

  private Told once(Submission submission) throws InterruptedException {
    Told answer = send(api, submission.n(), submission.body(), submission.headers());
    told.add(answer);
    return answer;
  }

  /** Sends one submission and says what came back. */
  static Told send(Api api, long n, String body, Map<String, String> headers)
      throws InterruptedException {
    String key = headers.get("Idempotency-Key");
    try {
      Api.Reply reply = api.post("/tasks", body, headers);
      JsonNode error = reply.json().path("error");
      JsonNode from = error.isMissingNode() ? reply.json() : error.path("details");
      return new Told(
          n,
          key,
          reply.status(),
          text(error.path("code")),
          text(from.path("task_id")),
          text(reply.json().path("status")),
          Instant.now());
    } catch (IOException noAnswer) {
      return new Told(n, key, 0, null, null, null, Instant.now());
    }
  }

  private static @Nullable String text(JsonNode json) {
    return json.isTextual() ? json.asText() : null;
  }

  @Override
  public void close() {
    stopping = true;
    givingUp = true;
    threads.shutdownNow();
    api.close();
  }
}
