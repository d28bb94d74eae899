package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdatedAtTest {

  @ParameterizedTest
  @CsvSource({
    "'\"2026-01-01T00:00:00Z\"', 2026-01-01T00:00:00Z",
    "'\"2026-01-01T02:00:00.25+02:00\"', 2026-01-01T00:00:00.250Z",
    "'\"2026-01-01T00:00:00.123456\"', 2026-01-01T00:00:00.123456Z",
    "'\"2026-01-01 00:00:00\"', 2026-01-01T00:00:00Z",
    "1767225600, 2026-01-01T00:00:00Z",
    "1767225600.5, 2026-01-01T00:00:00.500Z",
    "'\"1767225600.5\"', 2026-01-01T00:00:00.500Z",
    "-1.5, 1969-12-31T23:59:58.500Z"
  })
  void readsIsoAndEpochSeconds(String json, Instant expected) throws Exception {
    assertThat(read(json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "{}",
        "\"\"",
        "\"yesterday\"",
        "1e400",
        "-1e30",
        "1e999999999",
        "-31557014167219201"
      })
  void whatIsNoTimeIsTheDistantPast(String json) throws Exception {
    assertThat(read(json)).isEqualTo(Instant.MIN);
  }

  private static Instant read(String json) throws Exception {
    return UpdatedAt.read(Json.tree(json.getBytes(StandardCharsets.UTF_8)));
  }
}
