package ai.fullpotential.orchestrator.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller is told of a droplet's answer: its JSON, else its text, else null (contract A2). */
@OnEveryStore
class DropletAnswerTest {

  private static TestService service;

  private final ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.silence());

  @AfterEach
  void closeDroplet() {
    droplet.close();
  }

  @OnEveryStore.Before
  static void start() {
    service = TestService.start();
  }

  @OnEveryStore.After
  static void close() {
    service.close();
  }

  private static byte[] answer(String contentType, byte[] body) {
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n" + contentType + "\r\n")
            .getBytes(ISO_8859_1);
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private static String type(String contentType) {
    return "Content-Type: " + contentType + "\r\n";
  }

  /** The answer's response_body, as it is in the text. */
  private String told(String contentType, byte[] body) {
    droplet.replay(Turns.send(answer(contentType, body)));
    service.knows("thing", droplet.url());
    Answer answer = service.submit("GET", "/x");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(Envelope.json(answer.body()).get("status").asText()).isEqualTo("success");
    String before = "\"response_body\":";
    String after = ",\"retry_count\":0,";
    int start = answer.body().indexOf(before) + before.length();
    return answer.body().substring(start, answer.body().lastIndexOf(after));
  }

  static Stream<Arguments> json() {
    return Stream.of(
        Arguments.of("{\"status\": \"active\"}", "{\"status\":\"active\"}"),
        Arguments.of("[1, 2, 3]", "[1,2,3]"),
        Arguments.of(" 7 ", "7"),
        Arguments.of("1.50", "1.50"),
        Arguments.of("1e400", "1e400"),
        Arguments.of("-0", "-0"),
        Arguments.of("12345678901234567890123", "12345678901234567890123"),
        Arguments.of("true", "true"),
        Arguments.of("null", "null"),
        Arguments.of("\"\"", "\"\""),
        Arguments.of("{}", "{}"),
        Arguments.of("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}"),
        Arguments.of("\"nul \\u0000\"", "\"nul \\u0000\""),
        Arguments.of("\"half \\ud83d\"", "\"half \\uD83D\""),
        Arguments.of("\"\\ud83d\\ude00\"", "\"\ud83d\ude00\""),
        Arguments.of("\ufeff{\"marked\":1}", "{\"marked\":1}"),
        Arguments.of("[".repeat(400) + "]".repeat(400), "[".repeat(400) + "]".repeat(400)));
  }

  @ParameterizedTest
  @MethodSource("json")
  void jsonIsToldAsJsonWhateverItsType(String body, String told) {
    assertThat(told(type("application/json"), body.getBytes(UTF_8))).isEqualTo(told);
    assertThat(told(type("text/html; charset=utf-8"), body.getBytes(UTF_8))).isEqualTo(told);
    assertThat(told("", body.getBytes(UTF_8))).isEqualTo(told);
  }

  static Stream<Arguments> text() {
    Charset japanese = Charset.forName("Shift_JIS");
    return Stream.of(
        Arguments.of("text/plain", "active".getBytes(UTF_8), "\"active\""),
        Arguments.of("text/plain", "\u20ac".getBytes(UTF_8), "\"\u20ac\""),
        Arguments.of("text/plain; charset=ISO-8859-1", "\u00e9".getBytes(ISO_8859_1), "\"\u00e9\""),
        Arguments.of(
            "text/plain;CHARSET=\"iso-8859-1\"", "\u00e9".getBytes(ISO_8859_1), "\"\u00e9\""),
        Arguments.of("text/plain; charset=utf-16", "\u20ac".getBytes(UTF_16), "\"\u20ac\""),
        Arguments.of("text/plain; charset=shift_jis", "\u65e5".getBytes(japanese), "\"\u65e5\""),
        Arguments.of("text/plain; charset=no-such-charset", "x".getBytes(UTF_8), "\"x\""),
        Arguments.of("text/plain; charset=", "x".getBytes(UTF_8), "\"x\""),
        Arguments.of("text/plain; charset=\u00e9", "x".getBytes(UTF_8), "\"x\""),
        Arguments.of(";;;", "x".getBytes(UTF_8), "\"x\""),
        Arguments.of("text/plain", new byte[] {(byte) 0xff, 'x', (byte) 0xc3}, "\"\ufffdx\ufffd\""),
        Arguments.of("text/plain", new byte[] {0, 'x', 0x1b}, "\"\\u0000x\\u001B\""),
        Arguments.of(
            "application/json", "{\"a\":1} trailing".getBytes(UTF_8), "\"{\\\"a\\\":1} trailing\""),
        Arguments.of("application/json", "{\"a\":".getBytes(UTF_8), "\"{\\\"a\\\":\""),
        Arguments.of("application/json", "NaN".getBytes(UTF_8), "\"NaN\""),
        Arguments.of("application/json", "'x'".getBytes(UTF_8), "\"'x'\""),
        Arguments.of("application/json", " \n ".getBytes(UTF_8), "\" \\n \""),
        Arguments.of("application/json", new byte[] {'"', (byte) 0xff, '"'}, "\"\\\"\ufffd\\\"\""),
        Arguments.of(
            "application/json", new byte[] {0, 0, 0, 0x22}, "\"\\u0000\\u0000\\u0000\\\"\""),
        Arguments.of(
            "application/json",
            new byte[] {0, 0, (byte) 0xfe, (byte) 0xff},
            "\"\\u0000\\u0000\ufffd\ufffd\""));
  }

  @ParameterizedTest
  @MethodSource("text")
  void whatIsNotJsonIsToldAsItsText(String contentType, byte[] body, String told) {
    assertThat(told(type(contentType), body)).isEqualTo(told);
  }

  @Test
  void nothingIsToldAsNull() {
    assertThat(told(type("application/json"), new byte[0])).isEqualTo("null");
  }

  /** Deeper than anybody reads JSON, so it stays the text that it is. */
  @Test
  void nestingWithoutEndIsToldAsText() {
    String deep = "[".repeat(1000) + "]".repeat(1000);
    assertThat(told(type("application/json"), deep.getBytes(UTF_8))).isEqualTo("\"" + deep + "\"");
    String open = "{\"a\":".repeat(20_000);
    assertThat(told(type("application/json"), open.getBytes(UTF_8))).startsWith("\"{\\\"a\\\":{");
  }
}
