package ai.fullpotential.orchestrator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Settings.LogFormat;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ai.fullpotential.orchestrator.time.Await;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LoggingTest {

  @ParameterizedTest
  @CsvSource({
    "DEBUG, DEBUG, INFO, WARN",
    "INFO, INFO, INFO, WARN",
    "WARNING, WARN, WARN, WARN",
    "ERROR, ERROR, ERROR, ERROR",
  })
  void theLevelIsForThisProgramAndLibrariesSayLess(
      LogLevel set, String own, String others, String chatty) {
    LogCapture log = new LogCapture(set, LogFormat.TEXT);

    assertThat(levelOf(log, "ai.fullpotential.orchestrator.dispatch.Walk")).hasToString(own);
    assertThat(levelOf(log, "com.example.Library")).hasToString(others);
    assertThat(levelOf(log, "io.vertx.core.impl.ContextImpl")).hasToString(chatty);
    assertThat(levelOf(log, "io.netty.channel.Channel")).hasToString(chatty);
  }

  private static Level levelOf(LogCapture log, String name) {
    return ((Logger) log.logger(name)).getEffectiveLevel();
  }

  @Test
  void closingWritesEverythingThatWasLogged() {
    LogCapture log = LogCapture.text();

    IntStream.range(0, 5000).forEach(i -> log.logger("x").info("line {}", i));

    assertThat(log.lines()).hasSize(5000).last().asString().endsWith("INFO  x line 4999");
  }

  @Test
  void aLogThatLostLinesSaysSoAtItsEnd() {
    LoggerContext context = LogCapture.context();
    FailingOnce out = new FailingOnce();
    Logging logging = Logging.start(context, LogLevel.INFO, LogFormat.TEXT, out);

    context.getLogger("x").info("lost");
    Await.until("the loss is counted", () -> logging.dropped() == 1);
    context.getLogger("x").info("kept");
    logging.close();

    assertThat(out.kept.toString(StandardCharsets.UTF_8).lines().map(l -> l.substring(25)))
        .containsExactly(
            "INFO  x kept", "WARN  Logging 1 log lines were lost: the output did not keep up");
  }

  private static final class FailingOnce extends OutputStream {

    final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean failed;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!failed) {
        failed = true;
        throw new IOException("No space left on device");
      }
      kept.write(bytes, offset, length);
    }
  }

  @Test
  void aSecondStartTakesTheFirstOnesPlace() {
    LoggerContext context = LogCapture.context();
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();

    Logging.start(context, LogLevel.INFO, LogFormat.TEXT, first);
    try (Logging logging = Logging.start(context, LogLevel.INFO, LogFormat.TEXT, second)) {
      context.getLogger("x").info("once");
      assertThat(logging.dropped()).isZero();
    }

    assertThat(first.size()).isZero();
    assertThat(second.toString(StandardCharsets.UTF_8)).endsWith("INFO  x once\n");
  }

  @Test
  void beforeTheStartOnlyWarningsAreTold() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    assertThat(context.getLogger("anything").isWarnEnabled()).isTrue();
    assertThat(context.getLogger("anything").isInfoEnabled()).isFalse();
  }

  @Test
  void theStartLeavesStandardErrorOpenForOthers() {
    LoggerContext context = LogCapture.context();
    new QuietUntilStarted().configure(context);

    Logging.start(context, LogLevel.INFO, LogFormat.TEXT, new ByteArrayOutputStream()).close();

    assertThat(FileDescriptor.err.valid()).isTrue();
  }
}
