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
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading and writing JSON with this service's rules. */
public final class Json {

  /** How deep what a caller sends may nest. */
  public static final int MAX_DEPTH = 64;

  /** Duplicate keys, deep nesting and endless numbers are refused: what comes from callers. */
  private static final JsonFactory STRICT =
      factory(MAX_DEPTH).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** How deep what droplets and Registries send may nest. */
  private static final int MAX_FOREIGN_DEPTH = 500;

  /** What comes from droplets and Registries: any JSON, within bounds. */
  private static final JsonFactory LENIENT = factory(MAX_FOREIGN_DEPTH).build();

  private static final String ENDLESS_NUMBER = "has a number whose exponent is too large";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(LENIENT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .defaultPropertyInclusion(JsonInclude.Value.ALL_ALWAYS)
          .addModule(new SimpleModule().addSerializer(JsonText.class, new JsonTextSerializer()))
          .build();

  private static final ObjectReader TREES =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  private static JsonFactoryBuilder factory(int maxDepth) {
    return new JsonFactoryBuilder()
        .disable(JsonFactory.Feature.CHARSET_DETECTION) // RFC 8259, section 8.1: UTF-8
        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(1000).build())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxStringLength(Integer.MAX_VALUE)
                .build());
  }

  private static JsonParser parser(JsonFactory factory, byte[] body) throws IOException {
    int start = afterByteOrderMark(body);
    return factory.createParser(body, start, body.length - start);
  }

  /** A mark of UTF-8 is no part of the text, and some clients send one (RFC 8259, section 8.1). */
  private static int afterByteOrderMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    return marked ? 3 : 0;
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

  /** What this service wrote earlier and a store kept. It is taken over, and not checked again. */
  public static JsonText kept(byte[] utf8) {
    return new JsonText(utf8);
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

  /**
   * Reads what a caller sent, by the strict rules. The reading must leave the parser on the last
   * token of the one value: what follows it is refused.
   */
  public static <T> T readStrictly(byte[] body, Reading<T> reading) throws MalformedJson {
    return read(STRICT, MAX_DEPTH, body, reading);
  }

  /** Reads what a Registry sent, piece by piece, to the last token of the one value. */
  public static <T> T read(byte[] body, Reading<T> reading) throws MalformedJson {
    return read(LENIENT, MAX_FOREIGN_DEPTH, body, reading);
  }

  private static <T> T read(JsonFactory factory, int maxDepth, byte[] body, Reading<T> reading)
      throws MalformedJson {
    try (JsonParser json = parser(factory, body)) {
      T read = reading.from(json);
      if (json.nextToken() != null) {
        throw new MalformedJson("has something after the end of its value");
      }
      return read;
    } catch (JacksonException e) {
      throw ParserFault.in(e, maxDepth);
    } catch (NumberFormatException e) {
      throw new MalformedJson(ENDLESS_NUMBER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a Registry sent, as a tree. Numbers keep their digits. */
  public static JsonNode tree(byte[] body) throws MalformedJson {
    try {
      int start = afterByteOrderMark(body);
      JsonNode node = MAPPER.readTree(body, start, body.length - start);
      if (node == null || node.isMissingNode()) {
        throw new MalformedJson("is empty");
      }
      return node;
    } catch (JacksonException e) {
      throw ParserFault.in(e, MAX_FOREIGN_DEPTH);
    } catch (NumberFormatException e) {
      throw new MalformedJson(ENDLESS_NUMBER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value that the parser stands on, as a tree; leaves the parser on its last token. */
  public static JsonNode tree(JsonParser json) throws IOException {
    return TREES.readTree(json);
  }

  /** A tree as compact text. */
  public static JsonText text(JsonNode tree) {
    return of(tree);
  }

  /** The body as compact JSON when it is one JSON value and nothing else. */
  public static Optional<JsonText> compact(byte[] body) {
    try (JsonParser json = parser(LENIENT, body)) {
      if (json.nextToken() == null) {
        return Optional.empty();
      }
      byte[] copy = bytes(out -> JsonCopy.value(json, out, false));
      return json.nextToken() == null ? Optional.of(new JsonText(copy)) : Optional.empty();
    } catch (IOException | UncheckedIOException notJson) {
      return Optional.empty();
    }
  }

  /**
   * Copies the value that the parser stands on, compactly, and leaves the parser on its last token.
   *
   * @throws MalformedJson for a string that is no Unicode text (half of a surrogate pair), and when
   *     there is no value
   */
  public static JsonText copy(JsonParser json) throws IOException, MalformedJson {
    if (json.currentToken() == null) {
      throw new MalformedJson("is empty");
    }
    try {
      return new JsonText(bytes(out -> JsonCopy.value(json, out, true)));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof JsonCopy.LoneSurrogate lone) {
        throw lone.toFault();
      }
      throw e.getCause();
    }
  }

  /** The string with each half of a broken surrogate pair replaced by a question mark. */
  private static String withoutLoneSurrogates(String value) {
    return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The elements of a JSON array, each as it is written. */
  public static List<JsonText> elements(JsonText array) {
    List<JsonText> elements = new ArrayList<>();
    try {
      return read(
          array.utf8(),
          json -> {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_ARRAY) {
              elements.add(copy(json));
            }
            return elements;
          });
    } catch (MalformedJson impossible) {
      throw new IllegalArgumentException("not a JSON array", impossible);
    }
  }

  /** Writes already valid JSON as the next value. */
  public static void writeRaw(JsonGenerator json, JsonText value) throws IOException {
    json.writeRawValue("");
    json.flush();
    ((OutputStream) json.getOutputTarget()).write(value.utf8());
  }

  /** Writes a field whose value is already valid JSON, or null. */
  public static void writeField(JsonGenerator json, String name, @Nullable JsonText value)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      writeRaw(json, value);
    }
  }

  /** Writes epoch seconds with a fraction of at most six digits, without an exponent. */
  public static void writeEpoch(JsonGenerator json, Instant at) throws IOException {
    json.writeNumber(epochSeconds(at).toPlainString());
  }

  /** Epoch seconds with a fraction of at most six digits. */
  public static BigDecimal epochSeconds(Instant at) {
    long micros =
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
    BigDecimal seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return seconds.scale() < 1 ? seconds.setScale(1) : seconds;
  }
}
