package ai.fullpotential.orchestrator.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sender of broken JSON is told. */
class ParserFaultTest {

  private static final List<String> LIBRARYS_OWN_WORDS =
      List.of(
          "jackson",
          "com.",
          "java.",
          "`",
          "JsonParser",
          "JsonReadFeature",
          "Feature",
          "Source",
          "REDACTED",
          "START_",
          "VALUE_",
          "Exception",
          "Constraints",
          "enable",
          "bound as");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{           | is not valid JSON at line 1, column 2: it ends too early",
        "\"abc       | is not valid JSON at line 1, column 5: it ends too early",
        "-           | is not valid JSON at line 1, column 2: it ends too early",
        "[1          | is not valid JSON at line 1, column 3: it ends too early",
        "NaN         | is not valid JSON at line 1, column 4: Non-standard token 'NaN'",
        "01          | is not valid JSON at line 1, column 2: Invalid numeric value: Leading zeroes not allowed",
        "[1}         | is not valid JSON at line 1, column 3: Unexpected close marker '}': expected ']'",
        "// x        | is not valid JSON at line 1, column 1: Unexpected character ('/' (code 47))",
        "{\"a\" 1}   | is not valid JSON at line 1, column 6: Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
        "{\"a\":1,\"a\":2} | is not valid JSON at line 1, column 11: Duplicate field 'a'",
      })
  void saysWhatIsWrongAndWhere(String text, String expected) {
    assertThat(fault(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1 2 | is not valid JSON at line 1, column 3: something follows its end"})
  void saysThatSomethingFollowsATree(String text, String expected) {
    assertThat(treeFault(text)).isEqualTo(expected);
  }

  @Property(tries = 20_000)
  void neverSpeaksOfTheLibrary(@ForAll("broken") String text) {
    assertThat(fault(text)).doesNotContain(LIBRARYS_OWN_WORDS);
    assertThat(treeFault(text)).doesNotContain(LIBRARYS_OWN_WORDS);
  }

  @Provide
  Arbitrary<String> broken() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"k\"",
            "1",
            "-",
            "+",
            ".",
            "e",
            "0",
            "NaN",
            "tru",
            "true",
            "/",
            "//",
            "/*",
            "#",
            "'",
            "\\",
            "\\u",
            "\\ud800",
            " ",
            "\n",
            "\u0000",
            "é",
            "Infinity",
            "a",
            "\t",
            "[[[[[[[[[[[[[[[[[",
            "1e99999999999",
            "\u00ff",
            "😀")
        .list()
        .ofMaxSize(10)
        .map(pieces -> String.join("", pieces));
  }

  private static String fault(String text) {
    try {
      Json.readStrictly(
          text.getBytes(UTF_8),
          json -> {
            json.nextToken();
            return Json.copy(json);
          });
      return "";
    } catch (MalformedJson e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String treeFault(String text) {
    try {
      Json.tree(text.getBytes(UTF_8));
      return "";
    } catch (MalformedJson e) {
      return String.valueOf(e.getMessage());
    }
  }
}
