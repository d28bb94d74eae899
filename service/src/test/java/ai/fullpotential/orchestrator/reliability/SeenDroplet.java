package ai.fullpotential.orchestrator.reliability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A droplet that writes down every call of a task before it answers it, and beside it the Registry that
 * lists it: both outlive the service under test.
 */
final class SeenDroplet implements AutoCloseable {

  /** Its name in the Registry. */
  static final String NAME = "worker";

  private static final int BACKLOG = 1024;

  static {
    // Else each answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
  }

  /**
   * A call of a task that came in whole.
   *
   * @param attempt as its header says
   * @param at when, by the wall clock
   */
  record Call(String taskId, int attempt, Instant at) {}

  /** What it answers, and after how long. */
  record Answer(int status, Duration after) {

    static Answer ok() {
      return new Answer(200, Duration.ZERO);
    }
  }

  /** How it behaves. */
  @FunctionalInterface
  interface Manner {
    Answer answer(Call call);

    /** Seven of ten at once, two after a while, one not; the same for the same seed. */
    static Manner seeded(long seed) {
      return call -> {
        Random random = new Random(seed ^ (31L * call.taskId().hashCode() + call.attempt()));
        random.nextInt();
        int dice = random.nextInt(10);
        return new Answer(
            dice == 9 ? 503 : 200,
            dice == 7 || dice == 8 ? Duration.ofMillis(20 + random.nextInt(300)) : Duration.ZERO);
      };
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final Map<String, URI> others = new ConcurrentHashMap<>();
  private volatile Manner manner;
  private volatile byte[] service = "".getBytes(StandardCharsets.UTF_8);

  SeenDroplet(Manner manner) {
    this.manner = manner;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Its Registry lists this one, too, from now on. */
  void list(String name, URI where) {
    others.put(name, where);
  }

  /** Its Registry forgets this one. */
  void forget(String name) {
    others.remove(name);
  }

  /** Behaves so from now on. */
  void behave(Manner other) {
    manner = other;
  }

  /** Where it is; the Registry is there, too. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All calls of tasks so far, in the order in which they came. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The most calls that were under way at one time. */
  int mostInFlight() {
    return mostInFlight.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String task = exchange.getRequestHeaders().getFirst("X-Task-ID");
      if (task != null) {
        work(exchange, task);
      } else if (exchange.getRequestURI().getPath().equals("/droplets")) {
        register(exchange, body);
      } else {
        answer(exchange, 200, "{\"status\":\"active\"}");
      }
    }
  }

  private void work(HttpExchange exchange, String task) throws IOException {
    int attempt = Integer.parseInt(exchange.getRequestHeaders().getFirst("X-Attempt"));
    Call call = new Call(task, attempt, Instant.now());
    calls.add(call);
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      Answer answer = manner.answer(call);
      Thread.sleep(answer.after());
      answer(exchange, answer.status(), "{\"done\":" + attempt + "}");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.decrementAndGet();
    }
  }

  /** The service is listed as it last registered, so that it does not do it again and again. */
  private void register(HttpExchange exchange, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      service = body;
      answer(exchange, 201, "{\"droplet\":" + text(body) + "}");
    } else {
      answer(
          exchange,
          200,
          "{\"droplets\":[{\"id\":7,\"name\":\""
              + NAME
              + "\",\"endpoint\":\""
              + url()
              + "\"}"
              + others()
              + (service.length == 0 ? "" : "," + text(service))
              + "]}");
    }
  }

  private String others() {
    StringBuilder entries = new StringBuilder();
    others.forEach(
        (name, where) ->
            entries.append(",{\"name\":\"" + name + "\",\"endpoint\":\"" + where + "\"}"));
    return entries.toString();
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
