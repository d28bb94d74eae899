package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteDocumentsTest extends DocumentsContract {

  @TempDir private Path directory;
  private SqliteTaskStore store;

  @BeforeEach
  void openStore() throws Exception {
    ManualTime time = new ManualTime();
    store = SqliteTaskStore.open(directory, Duration.ofHours(1), time, new ManualPause(time));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  protected Documents documents() {
    return store.documents();
  }
}
