package ai.fullpotential.orchestrator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Settings.LogFormat;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;

/** A log of a test's own, and what is written to it. */
final class LogCapture {

  private final LoggerContext context = context();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Logging logging;

  LogCapture(LogLevel level, LogFormat format) {
    logging = Logging.start(context, level, format, written);
  }

  static LogCapture text() {
    return new LogCapture(LogLevel.INFO, LogFormat.TEXT);
  }

  static LogCapture json() {
    return new LogCapture(LogLevel.INFO, LogFormat.JSON);
  }

  /** As SLF4J makes one at its start. */
  static LoggerContext context() {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.start();
    return context;
  }

  Logger logger(Class<?> name) {
    return context.getLogger(name);
  }

  Logger logger(String name) {
    return context.getLogger(name);
  }

  /** Ends the log, and gives its lines. */
  List<String> lines() {
    logging.close();
    String all = written.toString(StandardCharsets.UTF_8);
    assertThat(all.isEmpty() || all.endsWith("\n")).isTrue();
    return all.isEmpty() ? List.of() : List.of(all.split("\n"));
  }

  /** Ends the log, and gives its only line without the time, which is checked. */
  String line() {
    List<String> lines = lines();
    assertThat(lines).hasSize(1);
    String line = lines.getFirst();
    assertThat(line)
        .matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z .*");
    return line.substring(25);
  }

  /** Ends the log, and gives its only line as JSON. */
  JsonNode object() throws MalformedJson {
    assertThat(lines()).hasSize(1);
    return Json.tree(written.toByteArray());
  }
}
