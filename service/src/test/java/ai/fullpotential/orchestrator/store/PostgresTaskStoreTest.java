package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.sql.SQLException;
import java.time.Duration;

class PostgresTaskStoreTest extends TaskStoreContract {

  private DatabaseUrl url = DatabaseUrl.parse("postgresql://nobody@localhost/nothing");

  @Override
  protected TaskStore open() throws Exception {
    url = PostgresServer.running().database();
    ManualTime time = new ManualTime();
    return new PostgresTaskStore(url, Duration.ofHours(1), time, new ManualPause(time));
  }

  /** It goes by the server's clock; so all that is dated becomes older instead. */
  @Override
  protected void pass(Duration gone) {
    try {
      PostgresServer.age(url, gone);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
