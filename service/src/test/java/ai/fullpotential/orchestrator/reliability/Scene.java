package ai.fullpotential.orchestrator.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One node on SQLite, one droplet, callers, and at the end their logs side by side. */
final class Scene implements AutoCloseable {

  private static final Duration TO_SETTLE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  final SeenDroplet droplet;
  final ServiceProcess service;
  final Load load;
  private final Path data;
  private final Queue<Told> heard = new ConcurrentLinkedQueue<>();
  private final List<Instant> faults = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private Duration slowestStart = Duration.ZERO;
  private Instant startedAt = Instant.EPOCH;

  /**
   * All is there, and nothing has begun.
   *
   * @param directory of its own
   * @param callers how many submit at once
   * @param settings of the service that differ from what runs usually have
   */
  Scene(Path directory, long seed, int callers, Map<String, String> settings) {
    data = Path.of(settings.getOrDefault("DATA_DIR", directory.resolve("data").toString()));
    droplet = new SeenDroplet(SeenDroplet.Manner.seeded(seed));
    service = new ServiceProcess(directory, droplet.url(), settings);
    load = new Load(service::url, seed, callers);
  }

  /** Starts the service and remembers how long that took at worst. */
  void start(String... wrapper) throws InterruptedException {
    startedAt = Instant.now();
    Duration took = service.start(wrapper);
    slowestStart = took.compareTo(slowestStart) > 0 ? took : slowestStart;
  }

  /** Notes what another caller than those of the load was told. Any thread may call this. */
  void heard(Told told) {
    heard.add(told);
  }

  void kill() throws InterruptedException {
    service.kill();
    fault();
  }

  /** Notes that what was in flight just now may have been cut off. */
  void fault() {
    faultAt(Instant.now());
  }

  /** Notes that what is in flight then may be cut off. */
  void faultAt(Instant at) {
    faults.add(at);
  }

  Duration slowestStart() {
    return slowestStart;
  }

  int faults() {
    return faults.size();
  }

  /** Looks whether the file is whole, beside the service. */
  void checkFile() {
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("orchestrator.db"));
        Statement statement = file.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      if (!row.getString(1).equals("ok")) {
        wrong.add("the file is damaged: " + row.getString(1));
      }
    } catch (SQLException e) {
      wrong.add("the file cannot be checked: " + e.getMessage());
    }
  }

  /** Ends the load, waits until every task has ended, and compares the logs. */
  Figures settle(String name) throws IOException, InterruptedException {
    load.stop();
    Instant limit = Instant.now().plus(TO_SETTLE);
    while (unfinished() > 0 && Instant.now().isBefore(limit)) {
      Thread.sleep(BETWEEN_LOOKS);
    }
    Map<String, Kept> kept = service.api().all();
    List<Told> told = told();
    Logs logs = new Logs(told, droplet.calls(), kept, faults);
    Figures figures = new Figures(name);
    figures.wrong(wrong);
    figures.wrong(Invariants.violations(logs));
    figures.wrong(metrics(kept));
    long succeeded = kept.values().stream().filter(task -> task.status().equals("success")).count();
    return figures
        .successes(kept.size(), succeeded)
        .put(
            "acknowledged",
            told.stream().filter(Told::isAcknowledged).map(Told::taskId).distinct().count())
        .put("duplicates", kept.values().stream().mapToLong(Kept::unknownAttempts).sum())
        .put("slowest_ready", slowestStart);
  }

  private List<Told> told() {
    List<Told> told = new ArrayList<>(load.told());
    told.addAll(heard);
    return told;
  }

  private int unfinished() throws IOException, InterruptedException {
    Api api = service.api();
    return api.count("queued") + api.count("running") + api.count("held");
  }

  /** I8: the process counts what has ended since it started. */
  private List<String> metrics(Map<String, Kept> kept) throws IOException, InterruptedException {
    JsonNode tasks = service.api().get("/metrics").json().path("tasks");
    List<String> differences = new ArrayList<>();
    for (String status : List.of("success", "error", "timeout")) {
      long stored =
          kept.values().stream()
              .filter(task -> task.status().equals(status))
              .filter(task -> Objects.requireNonNull(task.completedAt()).isAfter(startedAt))
              .count();
      if (stored != tasks.path(status).asLong()) {
        differences.add(
            "I8 " + status + ": " + tasks.path(status) + " counted, " + stored + " in the store");
      }
    }
    return differences;
  }

  @Override
  public void close() {
    load.close();
    service.close();
    droplet.close();
  }
}
