package ai.fullpotential.orchestrator.app;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.store.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events of two nodes over one PostgreSQL. */
@Timeout(60)
class ClusterEventsTest {

  private static final String ECHO = "{\"droplet_name\":\"echo\",\"path\":\"/x\"}";

  @TempDir Path directory;

  @Test
  void areToldByEachAndAReaderGoesOnAtTheOther() throws Exception {
    String database = PostgresServer.running().newDatabase();
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(200, "{}"));
        TestApplication registry = TestApplication.start(directory.resolve("r"));
        TestApplication a = node("a", database, registry);
        TestApplication b = node("b", database, registry)) {
      registry.register("echo", droplet.url());
      List<String> made = new ArrayList<>();
      String last;
      try (EventReader reader = read(b)) {
        // What the other node has told before anybody read.
        assertThat(reader.next().type()).isEqualTo("stream.open");
        assertThat(reader.next().type()).isEqualTo("stream.reset");
        for (int i = 0; i < 20; i++) {
          made.add((i % 2 == 0 ? a : b).task(ECHO).text("task_id"));
        }
        Set<String> missing = new HashSet<>(made);
        List<EventReader.Read> events =
            reader.until(event -> missing.remove(event.text("task_id")) && missing.isEmpty());
        assertThat(events).hasSize(made.size());
        last = events.getLast().id();
      }
      made.clear();
      for (int i = 0; i < 10; i++) {
        made.add((i % 2 == 0 ? a : b).task(ECHO).text("task_id"));
      }
      try (EventReader reader = read(a, "Last-Event-ID", last)) {
        assertThat(reader.next().type()).isEqualTo("stream.open");
        Set<String> missing = new HashSet<>(made);
        List<EventReader.Read> events =
            reader.until(event -> missing.remove(event.text("task_id")) && missing.isEmpty());
        assertThat(events).as("each once").hasSize(made.size());
      }
    }
  }

  private static EventReader read(TestApplication node, String... headers) {
    return EventReader.open(node.port(), "?types=task.succeeded", headers);
  }

  private TestApplication node(String name, String database, TestApplication registry)
      throws Exception {
    return TestApplication.start(
        directory.resolve(name),
        "DATABASE_URL",
        database,
        "REGISTRY_URL",
        registry.application().registryUrl().toString());
  }
}
