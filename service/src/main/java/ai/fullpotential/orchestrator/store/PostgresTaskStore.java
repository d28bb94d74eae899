package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Peers;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.time.Pause;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Tasks in a PostgreSQL database that any number of nodes share. What is said of time is said by the
 * database's clock. While the database is away every write is told so within a second; it may be away
 * at the start too, and nothing need be started again when it comes back.
 */
public final class PostgresTaskStore extends SqlTaskStore {

  /** Where nodes tell each other that tasks are due; the payload is the name of the node that wrote. */
  static final String DUE = PostgresListener.channel("orchestrator_due");

  private static final Duration AT_START = Duration.ofSeconds(10);
  private static final String FIND = "SELECT " + SqlConnection.TASK + " FROM tasks WHERE id = ?";

  private final GroupedWriter writer;
  private final GroupedWriter renewals;
  private final PostgresReaders readers;
  private final PostgresListener listener;
  private final Retention retention;
  private final Documents documents;

  /**
   * The store, once its database is up to date or known to be away.
   *
   * @param retention how long tasks are kept after their end
   */
  public PostgresTaskStore(DatabaseUrl url, Duration retention, TimeSource time, Pause pause) {
    PostgresConnections connections = new PostgresConnections(url);
    String node = UUID.randomUUID().toString();
    PostgresSource source = new PostgresSource(connections, node, this::due);
    this.writer = new GroupedWriter("postgres-writer", source, time, false);
    source.awaitFirst(AT_START);
    this.renewals = new GroupedWriter("postgres-lease", source.renewals(), time, false);
    this.readers = new PostgresReaders(connections);
    Writes writes = new Writes(writer);
    this.documents = new SqlDocuments(writes, readers::readAlone);
    // Only ever a hint: what is missed is found when somebody looks anyway.
    this.listener =
        new PostgresListener(
            connections,
            DUE,
            this::due,
            nodes -> {
              if (nodes.stream().anyMatch(name -> !name.equals(node))) {
                due();
              }
            });
    this.retention =
        new Retention(
            "postgres-retention",
            retention,
            time,
            pause,
            (_, _) ->
                writes.make(
                    sql -> new PostgresRetention(sql, source.tallies(sql)).drop(retention)));
  }

  @Override
  GroupedWriter writer() {
    return writer;
  }

  /** Not behind other writes: a node that is busy is not dead. */
  @Override
  public void renew(LeaseId lease, Consumer<LeaseResult> done) {
    renewals.write(new Op.Renew(lease, new Reply<>(done, LeaseResult.Unknown::new)));
  }

  /** The documents in the same database. */
  public Documents documents() {
    return documents;
  }

  @Override
  public Optional<Task> find(TaskId id) {
    return TaskCodec.isUuid(id)
        ? readers.read(sql -> sql.call(FIND).id(TaskCodec.uuid(id)).first(sql::task))
        : Optional.empty();
  }

  @Override
  public List<String> waitedFor() {
    return readers.readAlone(
        sql -> sql.call(PostgresClaims.WAITED_FOR).list(row -> row.getString(1)));
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return readers.read(sql -> new SqlPages(sql).page(query));
  }

  /** The nodes that share this database. */
  public Peers.Standing standing() {
    return readers.readAlone(PostgresLeases::standing);
  }

  /** Drops all that is too old by now. */
  void sweep() throws InterruptedException {
    retention.sweep();
  }

  @Override
  public void close() {
    retention.close();
    listener.close();
    renewals.close();
    writer.close();
    readers.close();
  }
}
