package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.event.Channel;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Peers;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A store that is open: tasks, and beside them the documents that all nodes share.
 *
 * @param tasks the tasks
 * @param documents the documents, open as long as the tasks are
 * @param channel the way to the other nodes, when there can be any
 * @param peers who they are
 * @param lease how long a node holds its tasks without a word
 * @param poll how long nobody needs to look for due tasks unless told
 */
public record OpenStore(
    TaskStore tasks,
    Documents documents,
    Optional<Channel> channel,
    Optional<Peers> peers,
    Duration lease,
    Duration poll) {

  /** What no other process shares cannot be lost to one. */
  private static final Duration FOR_EVER = Duration.ofDays(3653);

  private static final Duration ALONE = Duration.ofSeconds(5);
  private static final Duration AMONG_OTHERS = Duration.ofSeconds(1);

  /**
   * Opens the store.
   *
   * @throws StoreInUse when another process has it
   * @throws IOException when it cannot be opened, with the reason
   */
  public static OpenStore of(StoreSettings settings, SystemTime time)
      throws IOException, StoreInUse {
    return switch (settings) {
      case StoreSettings.Memory(var history) ->
          new OpenStore(
              new InMemoryTaskStore(history, time),
              new InMemoryDocuments(),
              Optional.empty(),
              Optional.empty(),
              FOR_EVER,
              ALONE);
      case StoreSettings.Sqlite(var directory, var retention) -> {
        SqliteTaskStore store = SqliteTaskStore.open(directory, retention, time, time);
        yield new OpenStore(
            store, store.documents(), Optional.empty(), Optional.empty(), FOR_EVER, ALONE);
      }
      case StoreSettings.Postgres(var url, var retention, var lease) -> {
        PostgresTaskStore store = new PostgresTaskStore(url, retention, time, time);
        yield new OpenStore(
            store,
            store.documents(),
            Optional.of(new PostgresChannel(new PostgresConnections(url))),
            Optional.of(store::standing),
            lease,
            AMONG_OTHERS);
      }
    };
  }
}
