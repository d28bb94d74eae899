package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteTaskStoreTest extends TaskStoreContract {

  @TempDir private Path directory;
  private final ManualTime time = new ManualTime();

  @Override
  protected TaskStore open() throws Exception {
    return SqliteTaskStore.open(directory, Duration.ofHours(1), time, new ManualPause(time));
  }

  @Override
  protected void pass(Duration gone) {
    time.advance(gone);
  }
}
