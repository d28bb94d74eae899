package ai.fullpotential.orchestrator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextLinesTest {

  private final LogCapture log = LogCapture.text();

  @Test
  void aLineHasTimeLevelLoggerMessageKeysAndValues() {
    log.logger("ai.fullpotential.orchestrator.dispatch.Walk")
        .atInfo()
        .addKeyValue("status", 200)
        .addKeyValue("droplet", "registry")
        .addKeyValue("error", (Object) null)
        .log("task {}", "ended");

    assertThat(log.line()).isEqualTo("INFO  Walk task ended status=200 droplet=registry");
  }

  @Test
  void levelsAreAligned() {
    log.logger("one").info("a");
    log.logger("one").warn("b");
    log.logger("one").error("c");

    assertThat(log.lines().stream().map(l -> l.substring(25)))
        .containsExactly("INFO  one a", "WARN  one b", "ERROR one c");
  }

  @Test
  void aValueThatCouldBeMisreadIsQuoted() {
    log.logger("x")
        .atInfo()
        .addKeyValue("blank", "two words")
        .addKeyValue("empty", "")
        .addKeyValue("equals", "a=b")
        .addKeyValue("quote", "say \"no\"")
        .addKeyValue("backslash", "C:\\new")
        .addKeyValue("plain", "/a/b?c:d-é")
        .log("m");

    assertThat(log.line())
        .isEqualTo(
            "INFO  x m blank=\"two words\" empty=\"\" equals=\"a=b\" quote=\"say \\\"no\\\"\""
                + " backslash=\"C:\\\\new\" plain=/a/b?c:d-é");
  }

  @Test
  void nobodyCanForgeALineThroughAValue() {
    log.logger("x")
        .atInfo()
        .addKeyValue("path", "/a\n2026-01-01T00:00:00.000Z INFO  x forged\r\u2028")
        .log("m");

    assertThat(log.line())
        .isEqualTo("INFO  x m path=\"/a\\n2026-01-01T00:00:00.000Z INFO  x forged\\r\\u2028\"");
  }

  @Test
  void nobodyCanForgeALineThroughTheMessage() {
    log.logger("x").info("from {}", "a\nb\tc\u0000");

    assertThat(log.line()).isEqualTo("INFO  x from a\\nb\\tc\\u0000");
  }

  @Test
  void nobodyCanSteerTheTerminalOfWhoReads() {
    log.logger("x")
        .atInfo()
        .addKeyValue("id", "\u001b[2J\u009b1m\u202egnp.\u200b")
        .log("\u001b[31m");

    assertThat(log.line())
        .isEqualTo("INFO  x \\u001b[31m id=\"\\u001b[2J\\u009b1m\\u202egnp.\\u200b\"");
  }

  @Test
  void aLongValueIsCut() {
    log.logger("x")
        .atInfo()
        .addKeyValue("whole", "a".repeat(512))
        .addKeyValue("cut", "b".repeat(1_000_000))
        .addKeyValue("pair", "c".repeat(511) + "\ud83d\ude00")
        .log("m");

    assertThat(log.line())
        .isEqualTo(
            "INFO  x m whole="
                + "a".repeat(512)
                + " cut="
                + "b".repeat(512)
                + "… pair="
                + "c".repeat(511)
                + "…");
  }

  @Property(tries = 300)
  void whateverIsLoggedStaysOnOneLineOfPrintableText(@ForAll String message, @ForAll String value) {
    LogCapture own = LogCapture.text();

    own.logger("x").atInfo().addKeyValue("key", value).log(message);

    assertThat(own.line().codePoints().filter(Character::isISOControl)).isEmpty();
  }

  @Test
  void aStackTraceIsIndentedAndItsMessagesCannotForgeALine() {
    IllegalStateException thrown =
        new IllegalStateException("outer\nforged", new NullPointerException());
    thrown.addSuppressed(new IllegalArgumentException("beside"));

    log.logger("x").error("failed", thrown);

    List<String> lines = log.lines();
    assertThat(lines.getFirst()).endsWith("ERROR x failed");
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(line -> assertThat(line).startsWith("\t"))
        .contains(
            "\tjava.lang.IllegalStateException: outer\\nforged",
            "\tsuppressed: java.lang.IllegalArgumentException: beside",
            "\tcaused by: java.lang.NullPointerException")
        .anyMatch(line -> line.startsWith("\t  at " + TextLinesTest.class.getName()));
  }
}
