package ai.fullpotential.orchestrator.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** TaskPath against the JDK's parser of URIs and a decoder of its own. */
class TaskPathPropertyTest {

  private static final List<String> PIECES =
      List.of(
          "/",
          "/",
          "/",
          ".",
          "..",
          "a",
          "B9",
          "-_~",
          "!$&'()*+,;=:@",
          "?",
          "%2e",
          "%2E",
          "%2f",
          "%5C",
          "%5c",
          "%25",
          "%00",
          "%ff",
          "%c0%ae",
          "%",
          "%2",
          "%zz",
          "#",
          "\\",
          " ",
          "[",
          "]",
          "|",
          "\"",
          "<",
          "{",
          "^",
          "`",
          "\r\n",
          "\u0000",
          "\u007f",
          "é",
          "😀",
          "//",
          "@evil",
          ":80@evil",
          "http:",
          "%u002e",
          "٪");

  @Property(tries = 20_000)
  void agreesWithAnIndependentReading(@ForAll("nearPaths") String text) {
    assertThat(TaskPath.fault(text).isEmpty()).as(text).isEqualTo(isPathAbsolute(text));
  }

  @Property(tries = 5_000)
  void agreesOnTextOfAnyKind(@ForAll String text) {
    assertThat(TaskPath.fault("/" + text).isEmpty()).isEqualTo(isPathAbsolute("/" + text));
    assertThat(TaskPath.fault(text).isEmpty()).isEqualTo(isPathAbsolute(text));
  }

  @Property(tries = 10_000)
  void neverLeavesTheHostItIsAddedTo(@ForAll("nearPaths") String text) throws URISyntaxException {
    if (TaskPath.fault(text).isEmpty()) {
      URI whole = new URI("http://droplet.example:8000" + text);
      assertThat(whole.getHost()).isEqualTo("droplet.example");
      assertThat(whole.getPort()).isEqualTo(8000);
      assertThat(whole.getRawUserInfo()).isNull();
      assertThat(whole.getRawFragment()).isNull();
      assertThat(whole.normalize().getRawPath().split("/", -1)).doesNotContain("..", ".");
    }
  }

  @Provide
  Arbitrary<String> nearPaths() {
    Arbitrary<String> tail =
        Arbitraries.of(PIECES).list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(9, tail.map(t -> "/" + t)), net.jqwik.api.Tuple.of(1, tail));
  }

  private static boolean isPathAbsolute(String text) {
    if (text.isEmpty() || text.length() > 2048 || !text.startsWith("/") || text.startsWith("//")) {
      return false;
    }
    // RFC 3986 leaves brackets to IPv6 addresses alone; the JDK follows an older RFC here.
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f) || text.matches("(?s).*[\\[\\]].*")) {
      return false;
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return false;
    }
    return uri.getRawFragment() == null
        && uri.getRawAuthority() == null
        && List.of(decoded(uri.getRawPath()).split("[/\\\\]", -1)).stream()
            .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
  }

  private static String decoded(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '%') {
        bytes.write(Integer.parseInt(path.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(path.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
