package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a record keeps of an answer: all of it up to a bound, else a note of how large it was. */
final class KeptBody {
  private KeptBody() {}

  static JsonText of(JsonText body, int maxBytes) {
    if (body.size() <= maxBytes) {
      return body;
    }
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("_truncated", true);
          json.writeNumberField("_original_size_kb", kilobytes(body.size()));
          json.writeNumberField("_max_size_kb", kilobytes(maxBytes));
          json.writeStringField(
              "_message",
              "The answer was "
                  + body.size()
                  + " bytes long; a record keeps up to "
                  + maxBytes
                  + ".");
          json.writeEndObject();
        });
  }

  private static BigDecimal kilobytes(int bytes) {
    BigDecimal kb = new BigDecimal(bytes).divide(new BigDecimal(1024), 2, RoundingMode.HALF_UP);
    BigDecimal plain = kb.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }
}
