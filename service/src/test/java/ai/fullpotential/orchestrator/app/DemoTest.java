package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.demo.DemoRun;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryStore
class DemoTest {

  @TempDir Path directory;

  @Test
  void showsTasksThatSucceedFailAndAreRetried() throws Exception {
    StringWriter shown = new StringWriter();
    try (TestApplication service = TestApplication.start(directory);
        DemoRun run =
            new DemoRun(
                service.port(), service.application().registryUrl(), new PrintWriter(shown))) {
      run.show();
      run.tellWhereToGoOn();
    }
    assertThat(shown.toString().lines())
        .anyMatch(
            line ->
                line.matches("GET greeter/hello +200 +success +1 +\\d+ +\\{\"hello\":\"mesh\"}"))
        .anyMatch(line -> line.matches("POST greeter/echo +200 +success +1 .*good morning.*"))
        .anyMatch(line -> line.matches("GET moody/work +200 +success +3 .*\"done\":true.*"))
        .anyMatch(line -> line.matches("GET greeter/nothing-here +200 +error +1 .*NOT_FOUND.*"))
        .anyMatch(line -> line.matches("GET nobody/hello +400 +DROPLET_NOT_FOUND +0 .*"))
        .anyMatch(line -> line.contains("curl -s http://127.0.0.1:"));
  }
}
