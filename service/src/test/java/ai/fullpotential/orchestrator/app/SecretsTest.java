package ai.fullpotential.orchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.auth.SignedTokens;
import ai.fullpotential.orchestrator.auth.SignedTokens.Signer;
import ai.fullpotential.orchestrator.logging.AuditLog;
import ai.fullpotential.orchestrator.logging.RequestLog;
import ai.fullpotential.orchestrator.logging.TaskLog;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who did what is in the log, and no token is anywhere. */
@Timeout(60)
class SecretsTest {

  private static final Signer SIGNER = SignedTokens.rsa();

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private List<String> logged() {
    List<String> lines = new ArrayList<>();
    for (ILoggingEvent event : List.copyOf(appender.list)) {
      lines.add(
          event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + " "
              + event.getKeyValuePairs());
    }
    return lines;
  }

  @Test
  void tokensAreInNoLogNoAnswerAndNoFigure() throws Exception {
    String good = SIGNER.token("ann", "admin");
    String narrow = SIGNER.token("bob", "read");
    String expired = SIGNER.token(SignedTokens.claims("ann", "admin", -10));
    String forged = SignedTokens.rsa().token("ann", "admin");
    String garbage = "not-a-token-but-a-secret";
    List<String> tokens = List.of(good, narrow, expired, forged, garbage);
    Path key = Files.writeString(directory.resolve("key.pem"), SIGNER.pem());
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger own = (Logger) LoggerFactory.getLogger("ai.fullpotential.orchestrator");
    Level before = own.getLevel();
    own.setLevel(Level.DEBUG);
    Logger audit = (Logger) LoggerFactory.getLogger("audit");
    audit.setLevel(Level.INFO);
    appender.start();
    root.addAppender(appender);
    StringBuilder answers = new StringBuilder();
    try (TestApplication application =
        TestApplication.start(
            directory,
            new Observers(
                new RequestLog(), RequestLog.ofEmbeddedRegistry(), new TaskLog(), new AuditLog()),
            "AUTH_MODE",
            "jwt",
            "AUTH_PUBLIC_KEY",
            key.toString())) {
      for (String token : tokens) {
        application.asking(token);
        for (String path : List.of("/tasks", "/whoami", "/health", "/state", "/nowhere")) {
          add(answers, application.get(path));
          add(
              answers,
              application.post(path, "{\"droplet_name\":\"registry\",\"path\":\"/health\"}"));
        }
      }
      application.asking(good);
      add(answers, application.get("/metrics"));
      add(answers, application.get("/metrics/prometheus"));
      add(answers, application.get("/tasks?limit=1000"));
    } finally {
      root.detachAppender(appender);
      own.setLevel(before);
      audit.setLevel(null);
    }

    String all = answers + String.join("\n", logged());
    assertThat(all).contains("The token has expired.").contains("who=\"ann\"");
    for (String token : tokens) {
      assertThat(all).doesNotContain(token);
      assertThat(all).doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }
    assertThat(all).doesNotContain("Bearer ey").doesNotContain(garbage);
    List<String> audits = logged().stream().filter(line -> line.startsWith("audit ")).toList();
    assertThat(audits)
        .anyMatch(line -> line.contains("who=\"ann\"") && line.contains("status=\"200\""))
        .anyMatch(line -> line.contains("who=\"bob\"") && line.contains("status=\"403\""))
        .anyMatch(line -> line.contains("who=\"-\"") && line.contains("status=\"401\""));
  }

  private static void add(StringBuilder answers, Answer answer) {
    answers.append(new String(answer.whole().body(), StandardCharsets.UTF_8));
    answers.append(answer.whole().headers().map()).append('\n');
  }
}
