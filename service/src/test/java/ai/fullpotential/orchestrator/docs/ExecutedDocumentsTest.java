package ai.fullpotential.orchestrator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.Application;
import ai.fullpotential.orchestrator.docs.Markdown.Block;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.time.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every {@code sh} block of a page, in order, and compares what it prints with what follows. */
class ExecutedDocumentsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/api.md"})
  void everyCommandGivesTheAnswerThatIsShown(String page) throws Exception {
    List<Block> blocks = Markdown.at(Markdown.ROOT.resolve(page)).blocks();
    int compared = 0;
    try (Application application = Documented.start(directory)) {
      Ports ports = new Ports(application.port(), application.registryUrl().port());
      Await.until(
          "our own entry",
          () -> run(ports, "curl -s localhost:8001/info").contains("\"registered\":true"));
      for (int i = 0; i < blocks.size(); i++) {
        if (blocks.get(i).language().equals("sh")) {
          compare(page, blocks.get(i), blocks.get(i + 1), run(ports, blocks.get(i).text()));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(3);
  }

  private static void compare(String page, Block command, Block shown, String printed)
      throws Exception {
    String where = page + ":" + command.line() + " " + command.text();
    if (shown.language().equals("text")) {
      assertThat(printed.strip()).as(where).isEqualTo(shown.text());
    } else {
      assertThat(shown.language()).as(where + ": an answer must follow").isEqualTo("json");
      assertThat(
              Resemblance.differences(
                  Json.tree(shown.text().getBytes(StandardCharsets.UTF_8)),
                  Json.tree(printed.getBytes(StandardCharsets.UTF_8))))
          .as(where + "\nprinted: " + printed)
          .isEmpty();
    }
  }

  /** The ports of this run, in the place of those that the pages show. */
  private record Ports(int own, int registry) {
    String toReal(String text) {
      return text.replace(":8001", ":" + own).replace(":8000", ":" + registry);
    }

    String toShown(String text) {
      return text.replace(":" + own, ":8001").replace(":" + registry, ":8000");
    }
  }

  private static String run(Ports ports, String command) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", ports.toReal(command)).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(command + "\n" + printed).isZero();
      return ports.toShown(printed);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
