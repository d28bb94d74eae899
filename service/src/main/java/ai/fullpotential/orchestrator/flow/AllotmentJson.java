package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.policy.Allotment;
import ai.fullpotential.orchestrator.policy.Allotment.Share;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Allotments as their documents hold them. */
final class AllotmentJson {
  private AllotmentJson() {}

  static JsonText text(Allotment allotment) {
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeNumberField("tokens", allotment.tokens());
          json.writeNumberField("at", allotment.at());
          json.writeArrayFieldStart("shares");
          for (Share share : allotment.shares()) {
            json.writeStartObject();
            json.writeNumberField("lease", share.lease());
            json.writeNumberField("slots", share.slots());
            json.writeNumberField("want", share.want());
            json.writeNumberField("since", share.since());
            json.writeBooleanField("open", share.open());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Allotment read(JsonText text) {
    try {
      JsonNode node = Json.tree(text.utf8());
      List<Share> shares = new ArrayList<>();
      for (JsonNode share : Fields.required(node, "shares")) {
        shares.add(
            new Share(
                Fields.required(share, "lease").longValue(),
                Fields.integer(share, "slots"),
                Fields.integer(share, "want"),
                Fields.required(share, "since").longValue(),
                Fields.flag(share, "open")));
      }
      return new Allotment(
          Fields.decimal(node, "tokens"), Fields.required(node, "at").longValue(), shares);
    } catch (MalformedJson e) {
      throw new IllegalArgumentException(e);
    }
  }
}
