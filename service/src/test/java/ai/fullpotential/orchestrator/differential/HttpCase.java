package ai.fullpotential.orchestrator.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One line of {@code differential/requests.txt}, which explains its own form.
 *
 * @param number of the line, by which all that belongs to this case is known again
 * @param want what the service answers
 * @param text as the table has it
 */
record HttpCase(int number, String want, String text) {

  private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(.*)");
  private static final Pattern PIECE =
      Pattern.compile("\\\\x([0-9a-f]{2})|\\\\(.)|\\{a\\*(\\d+)}|\\{([PGBSbhst])}");
  private static final String HEAD = " /message HTTP/1.1\r\nHost: x\r\n";
  private static final int HEX = 16;

  static List<HttpCase> all() {
    List<HttpCase> cases = new ArrayList<>();
    String[] lines = table().split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      var line = LINE.matcher(lines[i]);
      if (!lines[i].startsWith("#") && line.matches()) {
        cases.add(new HttpCase(i + 1, line.group(1), line.group(2)));
      }
    }
    return cases;
  }

  private static String table() {
    try (InputStream in = HttpCase.class.getResourceAsStream("/differential/requests.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the connection ends with the answer. */
  boolean ends() {
    return want.endsWith("!");
  }

  /** Whether more of the request must come before there is an answer. */
  boolean waits() {
    return want.equals("waits");
  }

  /** The status that the service answers with. */
  int status() {
    return Integer.parseInt(want.replace("!", ""));
  }

  /** All that is sent: the request, and where the connection must end another one behind it. */
  byte[] request() {
    String request = PIECE.matcher(text).replaceAll(piece -> quoted(piece));
    boolean withAnother = ends() && !text.contains("{S}");
    return (withAnother ? request + smuggled() : request).getBytes(ISO_8859_1);
  }

  private String quoted(MatchResult piece) {
    return java.util.regex.Matcher.quoteReplacement(bytes(piece));
  }

  private String bytes(MatchResult piece) {
    if (piece.group(1) != null) {
      return String.valueOf((char) Integer.parseInt(piece.group(1), HEX));
    }
    if (piece.group(3) != null) {
      return "a".repeat(Integer.parseInt(piece.group(3)));
    }
    return piece.group(2) != null ? escaped(piece.group(2)) : macro(piece.group(4));
  }

  private static String escaped(String letter) {
    return switch (letter) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "0" -> "\0";
      default -> letter;
    };
  }

  private String macro(String letter) {
    return switch (letter) {
      case "P" -> "POST" + HEAD + "Content-Type: application/json\r\n";
      case "G" -> "GET" + HEAD;
      case "B" -> message("case");
      case "b" -> "" + message("case").length();
      case "h" -> Integer.toHexString(message("case").length());
      case "S" -> smuggled();
      case "s" -> "" + smuggled().length();
      case "t" -> Integer.toHexString(smuggled().length());
      default -> throw new IllegalStateException(letter);
    };
  }

  /** A request whose answer names this case, and no other. */
  String marker(String kind, String headers) {
    String body = message(kind);
    return "POST"
        + HEAD
        + ("X-Request-ID: " + kind + "-" + number + "\r\n" + headers)
        + ("Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n")
        + body;
  }

  private String smuggled() {
    return marker("smuggled", "");
  }

  private String message(String kind) {
    return "{\"trace_id\":\"%s-%d\",\"source\":\"a\",\"target\":\"b\",\"message_type\":\"query\"}"
        .formatted(kind, number);
  }

  @Override
  public String toString() {
    return "line " + number + ": " + want + " " + text;
  }
}
