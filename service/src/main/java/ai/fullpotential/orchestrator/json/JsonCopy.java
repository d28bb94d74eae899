package ai.fullpotential.orchestrator.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/** Copies one JSON value token by token: the spaces go, the digits stay. */
final class JsonCopy {
  private JsonCopy() {}

  /**
   * Copies the value that the parser stands on, and leaves the parser on its last token.
   *
   * @param checked whether a string that is no Unicode text is refused, with {@link LoneSurrogate}
   */
  static void value(JsonParser json, JsonGenerator out, boolean checked) throws IOException {
    int depth = 0;
    JsonToken token = json.currentToken();
    while (true) {
      switch (token) {
        case START_OBJECT -> {
          out.writeStartObject();
          depth++;
        }
        case END_OBJECT -> {
          out.writeEndObject();
          depth--;
        }
        case START_ARRAY -> {
          out.writeStartArray();
          depth++;
        }
        case END_ARRAY -> {
          out.writeEndArray();
          depth--;
        }
        case FIELD_NAME -> {
          String name = json.currentName();
          if (checked) {
            requireUnicode(name.toCharArray(), 0, name.length());
          }
          out.writeFieldName(name);
        }
        case VALUE_STRING -> {
          char[] chars = json.getTextCharacters();
          int offset = json.getTextOffset();
          int length = json.getTextLength();
          if (checked) {
            requireUnicode(chars, offset, length);
          }
          out.writeString(chars, offset, length);
        }
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(json.getText());
        case VALUE_TRUE -> out.writeBoolean(true);
        case VALUE_FALSE -> out.writeBoolean(false);
        case VALUE_NULL -> out.writeNull();
        case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
            throw new IllegalStateException("No JSON text has the token " + token);
      }
      if (depth == 0) {
        return;
      }
      token = json.nextToken();
      if (token == null) {
        throw new JsonEOFException(json, null, "ends too early");
      }
    }
  }

  /** Half of a surrogate pair stands alone. */
  static final class LoneSurrogate extends IOException {
    private static final long serialVersionUID = 1L;

    private final char half;

    private LoneSurrogate(char half) {
      this.half = half;
    }

    MalformedJson toFault() {
      return new MalformedJson(
          String.format(
              "has a string with \\u%04x alone, which is half of a surrogate pair and no Unicode text",
              (int) half));
    }
  }

  private static void requireUnicode(char[] chars, int offset, int length) throws LoneSurrogate {
    for (int i = offset, end = offset + length; i < end; i++) {
      char c = chars[i];
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == end
            || !Character.isLowSurrogate(chars[i + 1])) {
          throw new LoneSurrogate(c);
        }
        i++;
      }
    }
  }
}
