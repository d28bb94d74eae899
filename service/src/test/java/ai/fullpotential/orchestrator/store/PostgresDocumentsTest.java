package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresDocumentsTest extends DocumentsContract {

  private PostgresTaskStore store;

  @BeforeEach
  void openStore() throws Exception {
    ManualTime time = new ManualTime();
    store =
        new PostgresTaskStore(
            PostgresServer.running().database(), Duration.ofHours(1), time, new ManualPause(time));
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
