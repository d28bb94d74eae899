package ai.fullpotential.orchestrator.store;

import java.nio.file.Path;
import java.time.Duration;

/** Which store keeps the tasks (contract B2). */
public sealed interface StoreSettings {

  /** In memory: nothing survives a restart. */
  record Memory(HistorySettings history) implements StoreSettings {}

  /**
   * In a file of this machine, for this process alone.
   *
   * @param directory where the file is
   * @param retention how long finished tasks are kept
   */
  record Sqlite(Path directory, Duration retention) implements StoreSettings {}

  /**
   * In a PostgreSQL database, for every node with the same URL.
   *
   * @param url where it is
   * @param retention how long finished tasks are kept
   * @param lease how long a node holds its tasks without a word
   */
  record Postgres(DatabaseUrl url, Duration retention, Duration lease) implements StoreSettings {}
}
