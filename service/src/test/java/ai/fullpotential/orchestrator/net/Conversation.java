package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.openapi.Heard;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes over one connection, told as answers with their requests. Bytes that are no request make
 * one without method and path. Confined to one thread, as its client is.
 */
final class Conversation {

  private static final Pattern REQUEST_LINE =
      Pattern.compile("\\s*(\\S+)[ \t]+(/[^ \t\r\n]*)[ \t]+HTTP/1\\.[01]\\s");
  private static final Pattern LENGTH =
      Pattern.compile("(?i)\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*\r\n");

  private final Consumer<Heard> listener;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private int told;
  private boolean garbage;
  private @Nullable Heard unfinished;

  Conversation(Consumer<Heard> listener) {
    this.listener = listener;
  }

  /** From here on nobody can tell where one request ends and another begins. */
  void garbage() {
    garbage = true;
  }

  void sent(byte[] bytes) {
    sent.writeBytes(bytes);
  }

  /** An answer has come, to the first request that has none yet. */
  void answered(Answer answer) {
    if (answer.status() < 200) {
      return;
    }
    String rest = sent.toString(ISO_8859_1).substring(told);
    Matcher line = REQUEST_LINE.matcher(rest);
    boolean readable = !garbage && line.lookingAt();
    told += readable ? length(rest) : rest.length();
    Heard heard =
        new Heard(
            readable ? line.group(1) : "",
            readable ? line.group(2) : "",
            answer.status(),
            headers(answer),
            answer.body());
    if (heard.headers().getOrDefault("transfer-encoding", "").equals("chunked")) {
      unfinished = heard;
    } else {
      listener.accept(heard);
    }
  }

  /** A piece of the body of the last answer; the empty one ends it. */
  void chunk(String text) {
    Heard before = unfinished;
    if (before == null) {
      return;
    }
    if (text.isEmpty()) {
      unfinished = null;
      listener.accept(before);
    } else {
      unfinished =
          new Heard(
              before.method(),
              before.path(),
              before.status(),
              before.headers(),
              before.body() + text);
    }
  }

  /** Of the request that this begins with; all of it when that cannot be told. */
  private static int length(String rest) {
    int head = rest.indexOf("\r\n\r\n");
    if (head < 0) {
      return rest.length();
    }
    String headers = rest.substring(0, head + 2);
    if (headers.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding:")) {
      int end = rest.indexOf("0\r\n\r\n", head + 2);
      return end < 0 ? rest.length() : end + 5;
    }
    Matcher length = LENGTH.matcher(headers);
    return Math.min(
        rest.length(), head + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0));
  }

  private static Map<String, String> headers(Answer answer) {
    Map<String, String> headers = new HashMap<>();
    answer
        .head()
        .lines()
        .skip(1)
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip()));
    return headers;
  }
}
