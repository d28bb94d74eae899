package ai.fullpotential.orchestrator.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What droplets answer and Registries list: any JSON, within bounds. */
class JsonForeignTest {

  private static Optional<String> compact(String text) {
    return Json.compact(text.getBytes(UTF_8)).map(JsonText::toString);
  }

  private static JsonNode tree(String text) throws MalformedJson {
    return Json.tree(text.getBytes(UTF_8));
  }

  @Test
  void makesAnAnswerCompactAndKeepsItsDigits() {
    assertThat(compact(" { \"status\" : \"active\" , \"n\" : [ 1.10 , -0 , 1E+2 ] } "))
        .contains("{\"status\":\"active\",\"n\":[1.10,-0,1E+2]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"text\"", "null", "true", "[]", "{\"a\":1,\"a\":2}"})
  void takesAnyJson(String text) {
    assertThat(compact(text)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "plain text", "<html>", "{", "1 2", "{}x", "{} {}", "[1,", "NaN"})
  void isNoJsonButPerhapsText(String text) {
    assertThat(compact(text)).isEmpty();
  }

  @Test
  void neverFailsOnBytesThatAreNoText() {
    byte[][] bodies = {
      {(byte) 0xff},
      {0, 0, (byte) 0xff, (byte) 0xfe},
      {(byte) 0xff, (byte) 0xfe, 0, 0},
      {'"', (byte) 0xc3},
      {0},
      {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
    };
    for (byte[] body : bodies) {
      assertThat(Json.compact(body)).isEmpty();
    }
  }

  @Test
  void keepsHalfASurrogatePairEscaped() {
    assertThat(compact("\"\\ud800\"")).contains("\"\\uD800\"");
    assertThat(compact("{\"\\udc00\":1}")).as("the parser refuses it in a name").isEmpty();
  }

  @Test
  void nestsFiveHundredLevels() throws MalformedJson {
    String deep = "[".repeat(500) + "]".repeat(500);
    assertThat(compact(deep)).contains(deep);
    assertThat(Json.text(tree(deep))).hasToString(deep);

    String deeper = "[" + deep + "]";
    assertThat(compact(deeper)).isEmpty();
    assertThatThrownBy(() -> tree(deeper)).hasMessage("nests deeper than the allowed 500 levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":12345678901234567890123,\"v\":1.10,\"e\":1E+2,\"n\":null}",
        "[0.100,1.0,2.50]",
      })
  void keepsTheDigitsOfATree(String text) throws MalformedJson {
    assertThat(Json.text(tree(text))).hasToString(text);
  }

  @Test
  void readsAMarkedTree() throws MalformedJson {
    assertThat(tree("\ufeff[1]").get(0).intValue()).isEqualTo(1);
  }

  @Test
  void refusesATreeOfNothing() {
    assertThatThrownBy(() -> tree("")).isInstanceOf(MalformedJson.class).hasMessage("is empty");
    assertThatThrownBy(() -> tree(" \n")).hasMessage("is empty");
  }

  @Test
  void refusesATreeWithAnEndlessExponent() {
    assertThatThrownBy(() -> tree("[1e999999999999]"))
        .isInstanceOf(MalformedJson.class)
        .hasMessage("has a number whose exponent is too large");
  }

  @Test
  void refusesATreeThatIsFollowedBySomething() {
    assertThatThrownBy(() -> tree("{} 1")).hasMessageEndingWith("something follows its end");
  }
}
