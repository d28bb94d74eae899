package ai.fullpotential.orchestrator.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriteTest {

  record Inner(int p95ResponseTimeMs) {}

  record Outer(
      String taskId,
      @Nullable String lastError,
      List<String> capabilities,
      Inner inner,
      BigDecimal rate,
      JsonText raw) {}

  @Test
  void writesRecordsCompactlyInSnakeCaseWithNulls() {
    Outer outer =
        new Outer(
            "t",
            null,
            List.of("a", "b"),
            new Inner(5),
            new BigDecimal("95.20"),
            raw("{\"x\":1.0}"));

    assertThat(Json.of(outer))
        .hasToString(
            "{\"task_id\":\"t\",\"last_error\":null,\"capabilities\":[\"a\",\"b\"],"
                + "\"inner\":{\"p95_response_time_ms\":5},\"rate\":95.20,\"raw\":{\"x\":1.0}}");
  }

  @Test
  void writesMapsInTheirOrderWithTheirOwnKeys() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("zUlu", 1);
    map.put("a", Arrays.asList(1, null));

    assertThat(Json.of(map)).hasToString("{\"zUlu\":1,\"a\":[1,null]}");
  }

  @Test
  void refusesWhatCannotBeJson() {
    assertThatThrownBy(() -> Json.of(new Object())).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(
            () ->
                Json.bytes(
                    _ -> {
                      throw new IOException("no");
                    }))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void writesAnyStringAsUnicode() {
    assertThat(Json.string("a\"\\\n\u0000é😀")).hasToString("\"a\\\"\\\\\\n\\u0000é😀\"");
    assertThat(Json.string("\ud800x")).hasToString("\"?x\"");
  }

  @Test
  void writesRawValuesWhereAValueGoes() {
    JsonText json =
        Json.text(
            out -> {
              out.writeStartArray();
              Json.writeRaw(out, raw("{\"a\":1.10}"));
              Json.writeRaw(out, JsonText.NULL);
              out.writeStartObject();
              out.writeFieldName("b");
              Json.writeRaw(out, raw("\"😀\""));
              out.writeNumberField("c", 1);
              out.writeEndObject();
              out.writeEndArray();
            });

    assertThat(json).hasToString("[{\"a\":1.10},null,{\"b\":\"😀\",\"c\":1}]");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-14T00:00:00Z,           1731542400.0",
    "2024-11-14T00:00:00.100Z,       1731542400.1",
    "2024-11-14T00:00:00.123456Z,    1731542400.123456",
    "2024-11-14T00:00:00.123456789Z, 1731542400.123456",
    "2024-11-14T00:00:00.000000999Z, 1731542400.0",
    "1970-01-01T00:00:00Z,           0.0",
    "1969-12-31T23:59:59.5Z,         -0.5",
    "2001-09-09T01:46:40Z,           1000000000.0",
    "1970-01-01T00:00:00.000001Z,    0.000001",
  })
  void writesEpochSecondsWithoutAnExponent(Instant at, String expected) {
    assertThat(Json.text(out -> Json.writeEpoch(out, at))).hasToString(expected);
    assertThat(Json.epochSeconds(at)).isEqualTo(new BigDecimal(expected));
  }

  @Test
  void isAValueByItsText() {
    JsonText one = raw("[1]");

    assertThat(one).isEqualTo(raw("[1]")).hasSameHashCodeAs(raw("[1]")).isNotEqualTo(raw("[2]"));
    assertThat(one).isNotEqualTo("[1]");
    assertThat(one.size()).isEqualTo(3);
    assertThat(one.utf8()).containsExactly('[', '1', ']');
    assertThat(one.isNull()).isFalse();
    assertThat(JsonText.NULL.isNull()).isTrue();
    assertThat(raw("true").isNull()).isFalse();
  }

  private static JsonText raw(String text) {
    return Json.compact(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).orElseThrow();
  }
}
