package ai.fullpotential.orchestrator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/health",
        "/a/b/c",
        "/a/",
        "/a//b",
        "/a?b=c&d=e",
        "/?",
        "/a?b?c/d",
        "/a?../b",
        "/a?x=%2e%2e/",
        "/...",
        "/.a",
        "/a.",
        "/..a/b",
        "/a..",
        "/%2e%2e%2e",
        "/.%20",
        "/%20%7e%00%ff",
        "/%2541",
        "/%252e%252e",
        "/AZaz09-._~!$&'()*+,;=:@",
        "/a?AZaz09-._~!$&'()*+,;=:@/?%3F",
        "/user:pass@host",
      })
  void takesPathsOfTheGrammar(String path) {
    assertThat(TaskPath.fault(path)).isEmpty();
    assertThat(new TaskPath(path).value()).isEqualTo(path);
    assertThat(new TaskPath(path)).hasToString(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "~~                 | 1 to 2048",
        "a                  | begin with '/'",
        "?a                 | begin with '/'",
        "http://evil/       | begin with '/'",
        "@evil/             | begin with '/'",
        ":80@evil/          | begin with '/'",
        "\\evil             | begin with '/'",
        "//evil             | names another host",
        "///a               | names another host",
        "/a#b               | fragment",
        "/a?b#c             | fragment",
        "/%                 | percent escape at character 2",
        "/%4                | percent escape",
        "/a?%4              | percent escape",
        "/%4g               | percent escape",
        "/%g4               | percent escape",
        "/%%41              | percent escape",
        "/%４1               | percent escape",
        "/.                 | '..' segment",
        "/..                | '..' segment",
        "/./a               | '..' segment",
        "/a/..              | '..' segment",
        "/a/..;/b           | '..' segment",
        "/a/..;v=1/b        | '..' segment",
        "/a/..%3bx/b        | '..' segment",
        "/a/.;x             | '..' segment",
        "/a/../b            | '..' segment",
        "/a/.?b             | '..' segment",
        "/..?b              | '..' segment",
        "/%2e               | '..' segment",
        "/%2E%2e/a          | '..' segment",
        "/.%2e              | '..' segment",
        "/a%2f..            | '..' segment",
        "/a%2F%2e%2E%2fb    | '..' segment",
        "/a%5c..            | '..' segment",
        "/a%5C.%5Cb         | '..' segment",
        "/..%5ca            | '..' segment",
        "/a\\b              | '\\' at 3",
        "/a b               | U+0020 at 3",
        "/a\"b              | '\"'",
        "/a<b>              | '<'",
        "/{id}              | '{'",
        "/a^b               | '^'",
        "/a`b               | '`'",
        "/a[0]              | '['",
        "/a?b[]=c           | '['",
        "/é                 | U+00E9",
        "/a?é               | U+00E9",
        "/😀                | U+1F600",
        "/\u202e            | U+202E",
      })
  void refusesAllElseAndSaysWhy(String path, String why) {
    assertThat(TaskPath.fault(path)).get().asString().contains(why);
    assertThatIllegalArgumentException().isThrownBy(() -> new TaskPath(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\r\nHost: evil", "/a\n", "/a\t", "/\u0000", "/\u007f", "/|"})
  void refusesControlCharacters(String path) {
    assertThat(TaskPath.fault(path)).get().asString().contains("percent-encoded");
  }

  @Test
  void refusesMoreThan2048Characters() {
    assertThat(TaskPath.fault("/" + "a".repeat(2047))).isEmpty();
    assertThat(TaskPath.fault("/" + "a".repeat(2048)))
        .contains("must have 1 to 2048 characters, it has 2049");
  }
}
