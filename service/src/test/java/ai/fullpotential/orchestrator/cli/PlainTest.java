package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b", "\u009b", "\u0007", "\u007f", "\r", "\u202e", "\u2066", "\u0000"})
  void whatATerminalWouldObeyDoesNotReachIt(String obeyed) {
    String text = "a" + obeyed + "b";

    assertThat(Plain.text(TextNode.valueOf(text))).isEqualTo("a b");
    assertThat(Plain.block(TextNode.valueOf(text))).isEqualTo("a?b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u009b31m", "\u007f", "\u0085"})
  void jsonIsTheSameWithoutRawControlCharacters(String obeyed) throws MalformedJson {
    String raw = "{\"a\":\"x" + obeyed + "\"}";

    String told = Plain.json(raw);

    assertThat(told).matches("[ -~]*").isNotEqualTo(raw);
    assertThat(Json.tree(told.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Json.tree(raw.getBytes(StandardCharsets.UTF_8)));
  }
}
