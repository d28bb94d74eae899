package ai.fullpotential.orchestrator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.Application;
import ai.fullpotential.orchestrator.demo.DemoRun;
import ai.fullpotential.orchestrator.docs.Markdown.Block;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.time.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs every {@code sh} block of a page, in order, and compares what it prints with what follows. */
class ExecutedDocumentsTest {

  private static final Pattern DEMO_ROW =
      Pattern.compile("(?<task>(GET|POST) .* \\d+) +\\d+  (?<answer>\\S.*)");

  @TempDir Path data;
  @TempDir Path working;

  @ParameterizedTest
  @CsvSource({"README.md, 4", "docs/api.md, 30"})
  void everyCommandGivesTheAnswerThatIsShown(String page, int atLeast) throws Exception {
    List<Block> blocks = Markdown.at(page).blocks();
    int compared = 0;
    try (Application application = Documented.start(data)) {
      Ports ports = Ports.of(application);
      Await.until(
          "our own entry",
          () ->
              CommandRun.of("curl -s localhost:8001/info", ports, working)
                  .printed()
                  .contains("\"registered\":true"));
      for (int i = 0; i < blocks.size(); i++) {
        if (blocks.get(i).language().equals("sh")) {
          compare(page, blocks.get(i), blocks.get(i + 1), ports);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(atLeast);
  }

  private void compare(String page, Block command, Block shown, Ports ports) throws MalformedJson {
    CommandRun run = CommandRun.of(command.text(), ports, working);
    String where = "%s:%d%n%s%n%s".formatted(page, command.line(), command.text(), run);
    assertThat(run.exitCode()).as(where).isZero();
    assertThat(run.httpStatus()).as(where).isNotNull();
    switch (shown.language()) {
      case "text" -> assertThat(run.printed().strip()).as(where).isEqualTo(shown.text());
      case "json" -> {
        JsonNode printed = json(run.printed());
        assertThat(Resemblance.differences(json(shown.text()), printed)).as(where).isEmpty();
        assertThat(run.httpStatus()).as(where).isIn(statusesOf(printed));
      }
      default -> throw new AssertionError("no json or text after " + where);
    }
  }

  private static JsonNode json(String text) throws MalformedJson {
    return Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Integer> statusesOf(JsonNode answer) {
    String code = answer.path("error").path("code").asText();
    return code.isEmpty() ? List.of(200, 201, 202) : List.of(ErrorCode.valueOf(code).httpStatus());
  }

  @Test
  void theDemoPrintsWhatTheReadmeShows() throws Exception {
    StringWriter printed = new StringWriter();
    try (Application application = Documented.start(data);
        DemoRun demo =
            new DemoRun(application.port(), application.registryUrl(), new PrintWriter(printed))) {
      demo.show();
      demo.tellWhereToGoOn();
      assertThat(comparable(Ports.of(application).toShown(printed.toString())))
          .isEqualTo(comparable(shownAfter("$ ./orchestrator demo")));
    }
  }

  private static String shownAfter(String command) {
    List<Block> blocks = Markdown.at("README.md").blocks();
    List<String> texts = blocks.stream().map(Block::text).toList();
    return blocks.get(texts.indexOf(command) + 1).text();
  }

  /** Line by line; in the rows of the table without how long it took, and answers as JSON. */
  private static List<Object> comparable(String demo) throws MalformedJson {
    List<Object> lines = new ArrayList<>();
    for (String line : demo.strip().split("\n")) {
      Matcher row = DEMO_ROW.matcher(line);
      lines.add(row.matches() ? row.group("task") : line);
      if (row.matches()) {
        String answer =
            row.group("answer").replaceAll("\"timestamp\":\"[^\"]+\"", "\"timestamp\":0");
        lines.add(answer.startsWith("{") ? json(answer) : answer);
      }
    }
    return lines;
  }
}
