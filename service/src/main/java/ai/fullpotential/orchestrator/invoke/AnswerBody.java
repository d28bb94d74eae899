package ai.fullpotential.orchestrator.invoke;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a droplet answered, as JSON: its JSON when it is JSON, else its text as a string. */
final class AnswerBody {

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

  private AnswerBody() {}

  static @Nullable JsonText of(byte[] body, @Nullable String contentType) {
    if (body.length == 0) {
      return null;
    }
    return Json.compact(body).orElseGet(() -> Json.string(new String(body, charset(contentType))));
  }

  private static Charset charset(@Nullable String contentType) {
    if (contentType == null) {
      return StandardCharsets.UTF_8;
    }
    Matcher matcher = CHARSET.matcher(contentType);
    if (!matcher.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(matcher.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}
