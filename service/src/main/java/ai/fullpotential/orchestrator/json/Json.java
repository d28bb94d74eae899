package ai.fullpotential.orchestrator.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Reading and writing JSON with this service's rules. */
public final class Json {

  /** How deep what a caller sends may nest. */
  public static final int MAX_DEPTH = 64;

  /** Duplicate keys, deep nesting and endless numbers are refused: what comes from callers. */
  private static final JsonFactory STRICT =
      factory(MAX_DEPTH).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What comes from droplets and Registries: any JSON, within bounds. */
  private static final JsonFactory LENIENT = factory(500).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(LENIENT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(JsonInclude.Value.ALL_ALWAYS)
          .addModule(new SimpleModule().addSerializer(JsonText.class, new JsonTextSerializer()))
          .build();

  private Json() {}

  private static JsonFactoryBuilder factory(int maxDepth) {
    return new JsonFactoryBuilder()
        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(1000).build())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxStringLength(Integer.MAX_VALUE)
                .build());
  }

  /** Something that writes JSON. */
  @FunctionalInterface
  public interface Writing {
    /** Writes to the generator. */
    void to(JsonGenerator json) throws IOException;
  }

  /** Something that reads JSON. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads from the parser, which stands before the first token. */
    T from(JsonParser json) throws IOException, MalformedJson;
  }

  /** The bytes that the writing wrote. */
  public static byte[] bytes(Writing writing) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(512)) {
      try (JsonGenerator json = STRICT.createGenerator(out)) {
        writing.to(json);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON that the writing wrote. */
  public static JsonText text(Writing writing) {
    return new JsonText(bytes(writing));
  }

  /** A string as JSON. */
  public static JsonText string(String value) {
    return text(json -> json.writeString(withoutLoneSurrogates(value)));
  }

  /** A record, map, collection or scalar as JSON; record components become snake_case. */
  public static JsonText of(Object value) {
    try {
      return new JsonText(MAPPER.writeValueAsBytes(value));
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what a caller sent, by the strict rules. */
  public static <T> T readStrictly(byte[] body, Reading<T> reading) throws MalformedJson {
    try (JsonParser json = STRICT.createParser(body)) {
      return reading.from(json);
    } catch (JacksonException e) {
      throw new MalformedJson(describe(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a Registry sent, as a tree. Numbers keep their digits. */
  public static JsonNode tree(byte[] body) throws MalformedJson {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw new MalformedJson("is empty");
      }
      return node;
    } catch (JacksonException e) {
      throw new MalformedJson(describe(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tree as compact text. */
  public static JsonText text(JsonNode tree) {
    return of(tree);
  }

  /** The body as compact JSON when it is one JSON value and nothing else. */
  public static Optional<JsonText> compact(byte[] body) {
    try (JsonParser json = LENIENT.createParser(body)) {
      if (json.nextToken() == null) {
        return Optional.empty();
      }
      byte[] copy = bytes(out -> copyValue(json, out, false));
      return json.nextToken() == null ? Optional.of(new JsonText(copy)) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof JacksonException) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies the value that the parser stands on, compactly, and leaves the parser on its last token.
   *
   * @throws MalformedJson for a string that is no Unicode text (half of a surrogate pair)
   */
  public static JsonText copy(JsonParser json) throws IOException, MalformedJson {
    try {
      return new JsonText(bytes(out -> copyValue(json, out, true)));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof LoneSurrogate lone) {
        throw lone.toFault();
      }
      throw e.getCause();
    }
  }

  private static void copyValue(JsonParser json, JsonGenerator out, boolean checked)
      throws IOException {
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

  private static final class LoneSurrogate extends IOException {
    private static final long serialVersionUID = 1L;

    private final char half;

    LoneSurrogate(char half) {
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

  /** The string with each half of a broken surrogate pair replaced by a question mark. */
  private static String withoutLoneSurrogates(String value) {
    return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** Writes already valid JSON as the next value. */
  public static void writeRaw(JsonGenerator json, JsonText value) throws IOException {
    json.writeRawValue("");
    json.flush();
    ((OutputStream) json.getOutputTarget()).write(value.utf8());
  }

  /** Writes epoch seconds with a fraction of at most six digits, without an exponent. */
  public static void writeEpoch(JsonGenerator json, Instant at) throws IOException {
    json.writeNumber(epochSeconds(at).toPlainString());
  }

  /** Epoch seconds with a fraction of at most six digits. */
  public static BigDecimal epochSeconds(Instant at) {
    long micros = Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
    BigDecimal seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return seconds.scale() < 1 ? seconds.setScale(1) : seconds;
  }

  /** What is wrong, and where, without the library's words about itself. */
  private static String describe(JacksonException e) {
    String problem = e.getOriginalMessage();
    if (e instanceof StreamConstraintsException) {
      if (problem.contains("nesting depth")) {
        problem = "nests deeper than the allowed " + MAX_DEPTH + " levels";
      } else if (problem.contains("Number value length")) {
        problem = "has a number of more than " + StreamReadConstraints.DEFAULT_MAX_NUM_LEN + " digits";
      } else {
        problem = "has a name of more than " + StreamReadConstraints.DEFAULT_MAX_NAME_LEN + " characters";
      }
      return problem;
    }
    int internals = problem.indexOf("(for JsonParser");
    if (internals < 0) {
      internals = problem.indexOf("(start marker at");
    }
    if (internals > 0) {
      problem = problem.substring(0, internals).strip();
    }
    problem = problem.replaceAll("\\s*\\(?\\[?Source: [^\\n]*", "").strip();
    var at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? "is not valid JSON: " + problem
        : "is not valid JSON at line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + problem;
  }
}
