package ai.fullpotential.orchestrator.flow;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The fields of a document. Reading throws {@link IllegalArgumentException} for what is not as it was
 * written here.
 */
final class Fields {
  private Fields() {}

  static void seconds(JsonGenerator json, String name, Duration duration) throws IOException {
    decimal(json, name, inSeconds(duration));
  }

  static void decimal(JsonGenerator json, String name, BigDecimal number) throws IOException {
    json.writeFieldName(name);
    decimal(json, number);
  }

  /** Without an exponent, and without zeros that say nothing. */
  static void decimal(JsonGenerator json, BigDecimal number) throws IOException {
    json.writeNumber(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
  }

  static BigDecimal inSeconds(Duration duration) {
    return BigDecimal.valueOf(duration.toSeconds())
        .add(BigDecimal.valueOf(duration.toNanosPart(), 9));
  }

  static JsonNode required(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return value;
  }

  static int integer(JsonNode object, String name) {
    JsonNode value = required(object, name);
    if (!value.canConvertToExactIntegral() || !value.canConvertToInt()) {
      throw new IllegalArgumentException(name + " is no whole number: " + value);
    }
    return value.intValue();
  }

  static boolean flag(JsonNode object, String name) {
    JsonNode value = required(object, name);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException(name + " is neither true nor false: " + value);
    }
    return value.booleanValue();
  }

  static double decimal(JsonNode object, String name) {
    return decimal(required(object, name));
  }

  static double decimal(JsonNode value) {
    return number(value).doubleValue();
  }

  static Duration duration(JsonNode object, String name) {
    return duration(required(object, name));
  }

  static Duration duration(JsonNode value) {
    BigDecimal[] parts = number(value).divideAndRemainder(BigDecimal.ONE);
    return Duration.ofSeconds(parts[0].longValue(), parts[1].movePointRight(9).longValue());
  }

  private static BigDecimal number(JsonNode value) {
    if (!value.isNumber()) {
      throw new IllegalArgumentException("no number: " + value);
    }
    return value.decimalValue();
  }
}
