package ai.fullpotential.orchestrator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  private final LogCapture log = LogCapture.json();

  @Test
  void aLineIsAnObjectWithItsKeysAndValuesAtTheTop() throws MalformedJson {
    log.logger("ai.fullpotential.orchestrator.dispatch.Walk")
        .atWarn()
        .addKeyValue("droplet", "two words\n")
        .addKeyValue("status", 200)
        .addKeyValue("duration_ms", new BigDecimal("0.412"))
        .addKeyValue("error", (Object) null)
        .log("task {}", "ended");

    JsonNode line = log.object();
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly(
            "timestamp", "level", "logger", "message", "droplet", "status", "duration_ms");
    assertThat(line.get("timestamp").asText())
        .matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("logger").asText())
        .isEqualTo("ai.fullpotential.orchestrator.dispatch.Walk");
    assertThat(line.get("message").asText()).isEqualTo("task ended");
    assertThat(line.get("droplet").asText()).isEqualTo("two words\n");
    assertThat(line.get("status").isInt()).isTrue();
    assertThat(line.get("duration_ms").isNumber()).isTrue();
    assertThat(line.get("duration_ms").decimalValue()).isEqualTo("0.412");
  }

  @Test
  void aLongValueIsCutAndWhatIsNoNumberIsTheTextThatPeopleSee() throws MalformedJson {
    log.logger("x")
        .atInfo()
        .addKeyValue("whole", "a".repeat(512))
        .addKeyValue("cut", "b".repeat(1_000_000))
        .addKeyValue("at", Instant.EPOCH)
        .addKeyValue("embedded", true)
        .log("m");

    JsonNode line = log.object();
    assertThat(line.get("whole").asText()).isEqualTo("a".repeat(512));
    assertThat(line.get("cut").asText()).isEqualTo("b".repeat(512) + "…");
    assertThat(line.get("at").asText()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(line.get("embedded").isBoolean()).isTrue();
  }

  @Test
  void aStackTraceIsAFieldOfItsLine() throws MalformedJson {
    log.logger("x").error("failed", new IllegalStateException("why\nforged"));

    assertThat(log.object().get("stack_trace").asText())
        .startsWith("java.lang.IllegalStateException: why\nforged");
  }
}
