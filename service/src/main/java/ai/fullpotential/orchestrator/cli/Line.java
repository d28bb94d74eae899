package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One line of a file of tasks, as it was read and as it is sent. */
final class Line {

  private static final String FIELD = "idempotency_key";

  private final long number;
  private final byte[] read;
  private final byte[] sent;

  /**
   * A line.
   *
   * @param number the first line of the file is 1
   * @param key what makes the line's task one and the same whenever it is sent
   */
  Line(long number, byte[] read, String key) {
    this.number = number;
    this.read = read;
    this.sent = lacksKey(read) ? withKey(read, key) : read;
  }

  long number() {
    return number;
  }

  int size() {
    return sent.length;
  }

  void writeTo(ByteArrayOutputStream batch) {
    batch.writeBytes(sent);
    batch.write('\n');
  }

  /** The line as JSON, or as a string when it is none. */
  JsonText json() {
    return Json.compact(read)
        .orElseGet(() -> Json.string(new String(read, StandardCharsets.UTF_8)));
  }

  /** What is no object is sent as it is: the service says best what is wrong with it. */
  private static boolean lacksKey(byte[] line) {
    try {
      return Json.readStrictly(line, Line::lacksKey);
    } catch (MalformedJson e) {
      return false;
    }
  }

  private static boolean lacksKey(JsonParser json) throws IOException {
    boolean lacking = json.nextToken() == JsonToken.START_OBJECT;
    if (lacking) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        lacking &= !json.currentName().equals(FIELD);
        json.nextToken();
        json.skipChildren();
      }
    } else {
      json.skipChildren();
    }
    return lacking;
  }

  /** Puts the key before all else and leaves the rest as it was written. */
  private static byte[] withKey(byte[] object, String key) {
    int brace = 0;
    while (object[brace] != '{') {
      brace++;
    }
    int next = brace + 1;
    while (Character.isWhitespace(object[next])) {
      next++;
    }
    String field = "\"" + FIELD + "\":\"" + key + "\"" + (object[next] == '}' ? "" : ",");
    ByteArrayOutputStream keyed = new ByteArrayOutputStream(object.length + field.length());
    keyed.write(object, 0, brace + 1);
    keyed.writeBytes(field.getBytes(StandardCharsets.UTF_8));
    keyed.write(object, brace + 1, object.length - brace - 1);
    return keyed.toByteArray();
  }
}
