package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes over one database. */
class PostgresNodesTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final SystemTime TIME = new SystemTime();

  private final List<PostgresTaskStore> nodes = new ArrayList<>();
  private DatabaseUrl url = DatabaseUrl.parse("postgresql://nobody@localhost/nothing");

  @BeforeEach
  void makeDatabase() throws Exception {
    url = PostgresServer.running().database();
  }

  @AfterEach
  void closeAll() {
    nodes.forEach(PostgresTaskStore::close);
  }

  /** One that drops nothing: the tasks of tests ended long ago by the server's clock. */
  private PostgresTaskStore node() {
    return node(Duration.ofDays(36_500));
  }

  private PostgresTaskStore node(Duration retention) {
    PostgresTaskStore node = new PostgresTaskStore(url, retention, TIME, TIME);
    synchronized (nodes) {
      nodes.add(node);
    }
    return node;
  }

  @Test
  void claimEachTaskOnceHoweverManyClaim() throws Exception {
    PostgresTaskStore first = node();
    List<PostgresTaskStore> claiming = List.of(first, node());
    addFree(first, 2000);
    Map<TaskId, LeaseId> given = new ConcurrentHashMap<>();
    List<TaskId> twice = Collections.synchronizedList(new ArrayList<>());

    Together.run(
        16,
        number -> {
          Ask ask = new Ask(claiming.get(number % 2));
          LeaseId lease = ask.join("node-" + number, HOUR);
          List<Task> claimed;
          do {
            claimed = ask.claim(lease, 10).tasks();
            for (Task each : claimed) {
              if (given.put(each.id(), lease) != null) {
                twice.add(each.id());
              }
            }
          } while (!claimed.isEmpty() || given.size() < 2000);
        });

    assertThat(twice).isEmpty();
    assertThat(given).hasSize(2000);
  }

  @Test
  void rescueFromEachOtherAndNeverWriteUnderALostLease() throws Exception {
    Ask a = new Ask(node());
    Ask b = new Ask(node());
    LeaseId lost = a.join("a", Duration.ofSeconds(10));
    LeaseId other = b.join("b", HOUR);
    Task running = a.held(task().running(), lost);
    assertThat(b.rescue(other, 10)).as("the lease still runs").isEmpty();

    PostgresServer.age(url, Duration.ofSeconds(11));

    assertThat(b.rescue(other, 10)).containsExactly(running);
    Task end = task().ended(running, new Answered(200, null, null));
    assertThat(a.save(end, lost, false)).isEqualTo(new SaveResult.Lost());
    assertThat(a.renew(lost)).isEqualTo(new LeaseResult.Lost());
    assertThat(a.claim(lost, 10).tasks()).isEmpty();
    assertThat(b.save(end, other, false)).isEqualTo(new SaveResult.Saved());
  }

  @Test
  void doNotRenewALeaseThatRanOutThoughNobodyTookFromIt() throws Exception {
    Ask a = new Ask(node());
    LeaseId lease = a.join("a", Duration.ofSeconds(10));
    Task running = a.held(task().running(), lease);

    PostgresServer.age(url, Duration.ofSeconds(11));

    assertThat(a.renew(lease)).isEqualTo(new LeaseResult.Lost());
    assertThat(a.rescue(a.join("a", HOUR), 10)).containsExactly(running);
  }

  @Test
  void doNotRescueFromALeaseThatIsBeingRenewed() throws Exception {
    Ask a = new Ask(node());
    Ask b = new Ask(node());
    LeaseId lease = a.join("a", Duration.ofSeconds(10));
    a.held(task().running(), lease);
    PostgresServer.age(url, Duration.ofSeconds(11));
    LeaseId other = b.join("b", HOUR);

    try (Connection renewing = PostgresServer.connect(url);
        Statement statement = renewing.createStatement()) {
      renewing.setAutoCommit(false);
      statement.execute(
          "UPDATE leases SET expires_at = expires_at + 3600000000 WHERE id = " + lease.value());

      assertThat(b.rescue(other, 10)).isEmpty();
      renewing.commit();
    }

    assertThat(b.rescue(other, 10)).isEmpty();
    assertThat(a.renew(lease)).isInstanceOf(LeaseResult.Granted.class);
  }

  @Test
  void wakeEachOther() throws Exception {
    PostgresTaskStore quiet = node();
    PostgresTaskStore busy = node();
    Semaphore looks = new Semaphore(0);
    quiet.onDue(looks::release);
    awaitListening();
    looks.drainPermits();

    new Ask(busy).free(task().asynchronous(5, null).accepted());

    assertThat(looks.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void makeOneTaskOfEachKey() throws Exception {
    List<PostgresTaskStore> asked = List.of(node(), node());
    int keys = 500;
    int adds = 8;
    Map<String, List<AddResult>> results = new ConcurrentHashMap<>();

    Together.run(
        adds,
        number -> {
          PostgresTaskStore store = asked.get(number % 2);
          List<CompletableFuture<?>> open = new ArrayList<>();
          for (int k = 0; k < keys; k++) {
            // Half of them from the other end, so that nodes would meet crosswise.
            String key = "key-" + (number < adds / 2 ? k : keys - 1 - k);
            CompletableFuture<AddResult> done = new CompletableFuture<>();
            store.add(
                new Addition(task().accepted(), null, new IdempotencyKey("caller", key, "print")),
                done::complete);
            List<AddResult> ofKey =
                results.computeIfAbsent(key, _ -> Collections.synchronizedList(new ArrayList<>()));
            open.add(done.thenAccept(ofKey::add));
          }
          CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        });

    assertThat(results).hasSize(keys);
    assertThat(results.values())
        .allSatisfy(
            ofKey -> {
              assertThat(ofKey)
                  .hasSize(adds)
                  .doesNotHaveAnyElementsOfTypes(AddResult.Unknown.class);
              assertThat(ofKey).filteredOn(new AddResult.Added()::equals).hasSize(1);
              assertThat(ofKey.stream().distinct()).as("one twin for all").hasSize(2);
            });
    assertThat(asked.getFirst().list(TaskQuery.newest(1)).total()).isEqualTo(keys);
  }

  @Test
  void countRightWhenManyWriteTheSameDropletsAtOnce() throws Exception {
    List<PostgresTaskStore> asked = List.of(node(), node(), node());
    int each = 300;

    Together.run(
        6,
        number -> {
          Ask ask = new Ask(asked.get(number % 3));
          LeaseId lease = ask.join("node", HOUR);
          for (int i = 0; i < each; i++) {
            int droplet = number % 2 == 0 ? i % 7 : 6 - i % 7;
            TestTasks of = task().withDroplet("droplet-" + droplet);
            Task running = ask.held(of.running(), lease);
            assertThat(ask.save(of.ended(running, new Answered(200, null, null)), lease, false))
                .isEqualTo(new SaveResult.Saved());
          }
        });

    PostgresTaskStore store = asked.getFirst();
    assertThat(store.list(TaskQuery.newest(1)).total()).isEqualTo(6L * each);
    assertThat(store.list(success(Optional.empty())).total()).isEqualTo(6L * each);
    long sum = 0;
    for (int droplet = 0; droplet < 7; droplet++) {
      sum += store.list(success(Optional.of("Droplet-" + droplet))).total();
    }
    assertThat(sum).isEqualTo(6L * each);
  }

  private static TaskQuery success(Optional<String> droplet) {
    return new TaskQuery(Optional.of(TaskStatus.SUCCESS), droplet, 1);
  }

  @Test
  void makeTheTablesTogether() throws Exception {
    url = PostgresServer.running().emptyDatabase();

    Together.run(
        4, number -> new Ask(node()).free(task().withDroplet("droplet-" + number).accepted()));

    assertThat(nodes).allSatisfy(n -> assertThat(n.list(TaskQuery.newest(9)).total()).isEqualTo(4));
  }

  @Test
  void dropWhatIsTooOldWithAllThatBelongsToIt() throws Exception {
    PostgresTaskStore store = node(HOUR);
    Ask ask = new Ask(store);
    Task old = ask.free(task().failed());
    IdempotencyKey key = new IdempotencyKey("caller", "key", "print");
    ask.add(new Addition(task().succeeded(), null, key));
    Task open = ask.free(task().accepted());
    PostgresServer.age(url, Duration.ofDays(2));
    Task young = endedNow();
    ask.free(young);

    store.sweep();

    assertThat(store.find(old.id())).isEmpty();
    assertThat(store.list(TaskQuery.newest(9)).tasks()).containsExactlyInAnyOrder(young, open);
    assertThat(store.list(TaskQuery.newest(9)).total()).isEqualTo(2);
    assertThat(rows("labels")).isZero();
    assertThat(rows("idempotency")).isZero();
  }

  private static Task endedNow() {
    return task().withCreatedAt(TaskCodec.instant(TaskCodec.micros(TIME.instant()))).succeeded();
  }

  private long rows(String table) throws Exception {
    return number("SELECT count(*) FROM " + table);
  }

  private long number(String sql) throws Exception {
    try (Connection connection = PostgresServer.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void awaitListening() throws Exception {
    String listening =
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND state = 'idle'"
            + " AND backend_start > now() - interval '1 hour'";
    while (number(listening) < 2) {
      Thread.onSpinWait();
    }
  }

  private static void addFree(PostgresTaskStore store, int count) {
    List<CompletableFuture<AddResult>> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CompletableFuture<AddResult> done = new CompletableFuture<>();
      store.add(
          new Addition(task().asynchronous(1 + i % 10, null).accepted(), null, null),
          done::complete);
      added.add(done);
    }
    assertThat(added).allSatisfy(done -> assertThat(done.get()).isEqualTo(new AddResult.Added()));
  }
}
