package ai.fullpotential.orchestrator.task;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptBodyTest {

  private static JsonText ofSize(int bytes) {
    return Json.string("x".repeat(bytes - 2));
  }

  @Test
  void keepsWhatFits() {
    JsonText body = ofSize(10240);

    assertThat(KeptBody.of(body, 10240)).isSameAs(body);
  }

  @Test
  void notesTheSizeOfWhatDoesNot() {
    assertThat(KeptBody.of(ofSize(10241), 10240))
        .hasToString(
            "{\"_truncated\":true,\"_original_size_kb\":10,\"_max_size_kb\":10,"
                + "\"_message\":\"The answer was 10241 bytes long; a record keeps up to 10240.\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "10752,   10240,   10.5,  10",
    "15565,   10240,   15.2,  10",
    "2097152, 1048576, 2048,  1024",
    "1049600, 1048576, 1025,  1024",
    "3,       1,       0,     0",
    "600,     512,     0.59,  0.5",
    "4,       0,       0,     0",
  })
  void writesKilobytesWithTwoDigitsAtMost(int size, int max, String original, String kept) {
    assertThat(KeptBody.of(ofSize(size), max).toString())
        .contains("\"_original_size_kb\":" + original + ",\"_max_size_kb\":" + kept + ",");
  }

  @Test
  void countsBytesNotCharacters() {
    assertThat(KeptBody.of(Json.string("€€€"), 10).toString()).contains("was 11 bytes");
  }
}
