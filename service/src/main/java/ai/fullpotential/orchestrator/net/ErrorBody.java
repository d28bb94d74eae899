package ai.fullpotential.orchestrator.net;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one shape of every error that leaves this service (UDC). */
final class ErrorBody {
  private ErrorBody() {}

  static byte[] of(
      ErrorCode code,
      String message,
      Map<String, ? extends @Nullable Object> details,
      Instant now) {
    JsonText detailsJson = Json.of(inOrder(details));
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", "error");
          json.writeObjectFieldStart("error");
          json.writeStringField("code", code.name());
          json.writeStringField("message", message);
          json.writeFieldName("details");
          Json.writeRaw(json, detailsJson);
          json.writeEndObject();
          json.writeStringField("timestamp", now.truncatedTo(ChronoUnit.MILLIS).toString());
          json.writeEndObject();
        });
  }

  /** The JDK's immutable maps change their order from run to run; an answer should not. */
  private static Map<String, ? extends @Nullable Object> inOrder(
      Map<String, ? extends @Nullable Object> details) {
    return details instanceof LinkedHashMap ? details : new TreeMap<>(details);
  }
}
