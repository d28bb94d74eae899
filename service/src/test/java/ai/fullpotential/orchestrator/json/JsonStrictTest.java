package ai.fullpotential.orchestrator.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may send. */
class JsonStrictTest {

  private static JsonText read(byte[] body) throws MalformedJson {
    return Json.readStrictly(
        body,
        json -> {
          json.nextToken();
          return Json.copy(json);
        });
  }

  private static JsonText read(String text) throws MalformedJson {
    return read(text.getBytes(UTF_8));
  }

  private static String fault(byte[] body) {
    try {
      return "taken: " + read(body);
    } catch (MalformedJson e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String fault(String text) {
    return fault(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1.10",
        "1E+2",
        "1e400",
        "1e-400",
        "123456789012345678901234567890.5",
        "0.1000000000000000055511151231257827",
        "9007199254740993",
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":[]}],null]",
        "{\"b\":1,\"a\":2,\"\":3}",
        "\"é😀\"",
        "\"\\u0000\\n\\\"\\\\\"",
      })
  void keepsEveryDigitAndTheOrderOfNames(String text) throws MalformedJson {
    assertThat(read(text)).hasToString(text);
  }

  @Test
  void dropsSpacesBetweenTokensOnly() throws MalformedJson {
    assertThat(read(" {\r\n\t\"a b\" : [ 1 , \" c \" ] , \"d\":null } \n"))
        .hasToString("{\"a b\":[1,\" c \"],\"d\":null}");
  }

  @Test
  void writesEscapedTextAsUtf8() throws MalformedJson {
    assertThat(read("\"\\u00e9\\ud83d\\ude00\\/\"")).hasToString("\"é😀/\"");
  }

  @Test
  void skipsAByteOrderMark() throws MalformedJson {
    assertThat(read("\ufeff{}")).hasToString("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":1}",
        "[{\"x\":{\"a\":1,\"b\":2,\"a\":3}}]",
      })
  void refusesDuplicateKeysAtAnyDepth(String text) {
    assertThat(fault(text)).endsWith("Duplicate field 'a'");
  }

  @ParameterizedTest
  @CsvSource({"[, ]", "{\"a\":, }"})
  void nestsSixtyFourLevelsAndNoMore(String open, String close) throws MalformedJson {
    String deepest = open.repeat(63) + "[]" + close.repeat(63);
    assertThat(read(deepest)).hasToString(deepest);

    assertThat(fault(open.repeat(64) + "[]" + close.repeat(64)))
        .isEqualTo("nests deeper than the allowed 64 levels");
    assertThat(fault(open.repeat(100_000))).isEqualTo("nests deeper than the allowed 64 levels");
  }

  @Test
  void refusesEndlessNumbersAndNames() {
    assertThat(fault("1".repeat(1000))).startsWith("taken");
    assertThat(fault("1".repeat(1001))).isEqualTo("has a number of more than 1000 digits");
    assertThat(fault("0." + "1".repeat(1001))).isEqualTo("has a number of more than 1000 digits");
    assertThat(fault("{\"" + "k".repeat(50_001) + "\":1}"))
        .isEqualTo("has a name of more than 50000 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "\"\\ud800\",             \\ud800",
    "\"a\\udc00\",            \\udc00",
    "\"\\ud83d\\ud83d\\ude00\", \\ud83d",
    "\"\\udc00\\ud800\",      \\udc00",
    "[{\"a\":\"\\ud800x\"}],  \\ud800",
  })
  void refusesHalfASurrogatePair(String text, String half) {
    assertThat(fault(text)).contains(half + " alone", "no Unicode text");
  }

  @Test
  void refusesHalfASurrogatePairInANameToo() {
    assertThat(fault("{\"\\ud800\":1}")).startsWith("is not valid JSON");
    assertThat(fault("{\"\\udc00\":1}")).isNotEqualTo("taken: {\"\\udc00\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2", "{} {}", "[]]", "{}}", "null,", "\"a\" x", "{} //", "1\u0000"})
  void refusesWhatFollowsTheValue(String text) {
    assertThat(fault(text)).doesNotStartWith("taken");
  }

  @Test
  void saysThatSomethingFollows() {
    assertThat(fault("{} {}")).isEqualTo("has something after the end of its value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t", "\ufeff"})
  void refusesNothingAtAll(String text) {
    assertThat(fault(text)).isEqualTo("is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        "-",
        ".5",
        "1.",
        "1e",
        "0x1",
        "'a'",
        "{a:1}",
        "{'a':1}",
        "[1,]",
        "[,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{1:2}",
        "// c\n1",
        "/* c */1",
        "# c\n1",
        "tru",
        "True",
        "undefined",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"a",
        "[1 2]",
        "{]",
        "[1}",
      })
  void refusesWhatIsOnlyNearlyJson(String text) {
    assertThat(fault(text)).startsWith("is not valid JSON at line 1, column ");
  }

  @Test
  void takesUtf8Only() {
    byte[] wide = "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE);
    byte[] wideLittle = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
    byte[] marked = "{\"a\":1}".getBytes(StandardCharsets.UTF_16);
    byte[] widest = {0, 0, 0, '1'};
    byte[] oddMark = {0, 0, (byte) 0xff, (byte) 0xfe};
    byte[] broken = {'"', (byte) 0xff, '"'};
    byte[] halfMark = {(byte) 0xef, (byte) 0xbb};
    byte[] otherMark = {(byte) 0xef, (byte) 0xbb, '1'};
    byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};

    for (byte[] body :
        new byte[][] {
          wide, wideLittle, marked, widest, oddMark, broken, halfMark, otherMark, surrogate
        }) {
      assertThat(fault(body)).startsWith("is not valid JSON");
    }
  }

  @Test
  void leavesTheParserOnTheLastTokenOfACopy() throws MalformedJson {
    String both =
        Json.readStrictly(
            "[{\"a\":[1]},2]".getBytes(UTF_8),
            json -> {
              json.nextToken();
              json.nextToken();
              JsonText first = Json.copy(json);
              json.nextToken();
              JsonText second = Json.copy(json);
              json.nextToken();
              return first + " " + second;
            });

    assertThat(both).isEqualTo("{\"a\":[1]} 2");
  }

  @Test
  void passesOnAReadersOwnTrouble() {
    assertThatThrownBy(
            () ->
                Json.readStrictly(
                    new byte[0],
                    _ -> {
                      throw new IOException("the disk is gone");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("the disk is gone");
    assertThatThrownBy(
            () ->
                Json.readStrictly(
                    new byte[0],
                    _ -> {
                      throw new MalformedJson("must be an object");
                    }))
        .hasMessage("must be an object");
  }
}
