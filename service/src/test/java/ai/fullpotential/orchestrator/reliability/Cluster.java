package ai.fullpotential.orchestrator.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Nodes over one PostgreSQL, one droplet, callers of all nodes, and their logs side by side. */
final class Cluster implements AutoCloseable {

  private static final Duration TO_SETTLE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  final Database database = new Database();
  final SeenDroplet droplet;
  final Load load;
  private final List<ServiceProcess> nodes = new ArrayList<>();
  private final CopyOnWriteArrayList<ServiceProcess> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ConcurrentLinkedQueue<Instant> faults = new ConcurrentLinkedQueue<>();

  /**
   * All is there, and no node runs.
   *
   * @param directory of its own
   * @param size how many nodes
   * @param callers how many submit at once, when the load begins
   * @param lease how long a node may be silent
   */
  Cluster(Path directory, int size, int callers, Duration lease, String... namesAndValues) {
    droplet = new SeenDroplet(SeenDroplet.Manner.seeded(Scale.seed()));
    Map<String, String> settings = new HashMap<>();
    settings.put("DATABASE_URL", database.url());
    settings.put("LEASE_SECONDS", Double.toString(lease.toMillis() / 1000.0));
    settings.put("SHUTDOWN_GRACE", "5");
    settings.put("ORCHESTRATOR_HEAP", "192m");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    for (int node = 0; node < size; node++) {
      nodes.add(
          new ServiceProcess(made(directory.resolve("node" + node)), droplet.url(), settings));
    }
    load = new Load(this::anyUrl, Scale.seed(), callers);
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts all nodes at once and waits until they serve. */
  Cluster started() throws InterruptedException {
    nodes.forEach(ServiceProcess::launch);
    for (ServiceProcess node : nodes) {
      awaitReady(node);
    }
    return this;
  }

  ServiceProcess node(int number) {
    return nodes.get(number);
  }

  List<ServiceProcess> nodes() {
    return nodes;
  }

  /** One of the nodes that callers go to, in turn. */
  URI anyUrl() {
    List<ServiceProcess> now = List.copyOf(open.isEmpty() ? nodes : open);
    return now.get(Math.floorMod(turn.getAndIncrement(), now.size())).url();
  }

  void start(int number) throws InterruptedException {
    nodes.get(number).launch();
    awaitReady(nodes.get(number));
  }

  private void awaitReady(ServiceProcess node) throws InterruptedException {
    if (!node.awaitReady()) {
      throw new AssertionError("it does not serve; it said: " + node.tail());
    }
    open.addIfAbsent(node);
  }

  /** Callers go elsewhere from now on, as a load balancer would see to. */
  void leaveOut(int number) {
    open.remove(nodes.get(number));
  }

  void takeIn(int number) {
    open.addIfAbsent(nodes.get(number));
  }

  void kill(int number) throws InterruptedException {
    leaveOut(number);
    fault();
    nodes.get(number).kill();
  }

  /** What was in flight just now may have been cut off. */
  void fault() {
    faults.add(Instant.now());
  }

  /** The same for so long from now: leases that ran out meanwhile are only now found lost. */
  void faultFor(Duration time) {
    Instant now = Instant.now();
    for (Duration after = Duration.ZERO; after.compareTo(time) <= 0; after = after.plusMillis(20)) {
      faults.add(now.plus(after));
    }
  }

  /** An answer of 503 promises nothing, and is asked again. */
  private static Api.Reply accepted(Api api) throws IOException, InterruptedException {
    Api.Reply reply = api.post("/tasks", Load.body(-1, 0), Map.of("Prefer", "respond-async"));
    for (int i = 0; i < 50 && reply.status() == 503; i++) {
      Thread.sleep(200);
      reply = api.post("/tasks", Load.body(-1, 0), Map.of("Prefer", "respond-async"));
    }
    if (reply.status() != 202) {
      throw new AssertionError("not accepted: " + reply);
    }
    return reply;
  }

  /** Submits so many asynchronous tasks to one node and gives their ids. */
  List<String> submit(int number, int count) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Api.Reply reply = accepted(nodes.get(number).api());
      ids.add(reply.json().path("task_id").asText());
    }
    return ids;
  }

  /** Waits for it; false when it does not become so in time. */
  static boolean await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > atMost.toNanos()) {
        return false;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return true;
  }

  /** Ends the load, waits until every task has ended, and compares the logs. */
  Figures settle(String name) throws IOException, InterruptedException {
    load.stop();
    Instant limit = Instant.now().plus(TO_SETTLE);
    while (unfinished() > 0 && Instant.now().isBefore(limit)) {
      Thread.sleep(100);
    }
    Map<String, Kept> kept = nodes.getFirst().api().all();
    Figures figures = new Figures(name);
    List<String> violations =
        Invariants.violations(new Logs(load.told(), droplet.calls(), kept, List.copyOf(faults)));
    figures.wrong(violations);
    explain(violations);
    long succeeded = kept.values().stream().filter(task -> task.status().equals("success")).count();
    return figures
        .successes(kept.size(), succeeded)
        .put("acknowledged", load.acknowledged())
        .put("duplicates", kept.values().stream().mapToLong(Kept::unknownAttempts).sum());
  }

  /** What there is to know of the first tasks that something is wrong with. */
  private void explain(List<String> violations) throws IOException, InterruptedException {
    List<String> ids =
        violations.stream()
            .sorted()
            .map(line -> line.split("[ :]", 3)[1])
            .distinct()
            .limit(3)
            .toList();
    for (String id : ids) {
      System.out.println("record " + nodes.getFirst().api().get("/tasks/" + id).json());
      droplet.calls().stream()
          .filter(call -> call.taskId().equals(id))
          .forEach(call -> System.out.println("call " + call));
      for (ServiceProcess node : nodes) {
        node.linesWith(id).forEach(line -> System.out.println("log " + line));
      }
    }
  }

  private int unfinished() throws IOException, InterruptedException {
    Api api = nodes.getFirst().api();
    return api.count("queued") + api.count("running") + api.count("held");
  }

  /** How many tasks ended so on each node since it was started. */
  List<Long> counted(String status) throws IOException, InterruptedException {
    List<Long> counts = new ArrayList<>();
    for (ServiceProcess node : nodes) {
      JsonNode tasks = node.api().get("/metrics").json().path("tasks");
      counts.add(tasks.path(status).asLong());
    }
    return counts;
  }

  @Override
  public void close() {
    load.close();
    nodes.forEach(ServiceProcess::close);
    droplet.close();
  }
}
