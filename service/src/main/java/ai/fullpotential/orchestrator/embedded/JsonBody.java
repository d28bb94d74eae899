package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The JSON object that a caller sent. */
final class JsonBody {
  private JsonBody() {}

  /** The object; empty when there is none, which is then answered. */
  static Optional<ObjectNode> read(Exchange exchange) {
    String type =
        exchange
            .header("Content-Type")
            .orElse("")
            .split(";", 2)[0]
            .strip()
            .toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.equals("application/json") && !type.endsWith("+json")) {
      exchange.fail(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type '" + type + "' is not taken here; send application/json.",
          Map.of("content_type", type));
      return Optional.empty();
    }
    try {
      return Optional.of(object(Json.readStrictly(exchange.body(), JsonBody::readObject)));
    } catch (MalformedJson e) {
      invalid(exchange, List.of(new Fault("body", String.valueOf(e.getMessage()))));
      return Optional.empty();
    }
  }

  private static JsonText readObject(JsonParser json) throws IOException, MalformedJson {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedJson("must be a JSON object");
    }
    JsonText object = Json.copy(json);
    if (json.nextToken() != null) {
      throw new MalformedJson("has something after the JSON object");
    }
    return object;
  }

  /** Text that is known to be an object, as a tree to change. */
  static ObjectNode object(JsonText text) {
    try {
      return (ObjectNode) Json.tree(text.utf8());
    } catch (MalformedJson impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** 400 with every fault. */
  static void invalid(Exchange exchange, List<Fault> faults) {
    String message =
        faults.stream()
            .map(fault -> fault.field() + " " + fault.message())
            .collect(Collectors.joining("; "));
    exchange.fail(ErrorCode.INVALID_REQUEST, message, Map.of("errors", faults));
  }
}
