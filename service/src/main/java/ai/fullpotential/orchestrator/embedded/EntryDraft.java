package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of an entry to be, with everything that is wrong with them. {@code url} is the older
 * word for {@code endpoint}, and a {@code version} at the top one in the metadata: a draft holds
 * either once, and an entry shows both. Fields that this Registry does not know are kept.
 */
final class EntryDraft {

  private static final int MAX_TEXT = 255;
  private static final int MAX_ENDPOINT = 2048;

  /** The largest whole number that every JSON reader takes exactly. */
  private static final long MAX_ID = (1L << 53) - 1;

  private static final JsonText NO_METADATA = Json.of(Map.of());
  private static final Set<String> SHOWN_FIRST =
      Set.of("id", "name", "endpoint", "status", "steward", "metadata");

  private final ObjectNode fields;
  private final List<Fault> faults = new ArrayList<>();

  /** Takes the fields over, and changes them. */
  EntryDraft(ObjectNode fields) {
    this.fields = settle(fields);
    checkId();
    checkText("name", true);
    checkText("status", false);
    checkText("steward", false);
    checkEndpoint();
    checkMetadata();
    checkCapabilities();
  }

  /** The draft of an entry after a merge patch (RFC 7396) on it. */
  static EntryDraft patched(Entry entry, ObjectNode patch) {
    ObjectNode fields = settle(JsonBody.object(entry.json()));
    merge(fields, settle(patch));
    EntryDraft draft = new EntryDraft(fields);
    if (!draft.key().equals(Optional.of(entry.key()))) {
      draft.faults.add(new Fault("id", "cannot be changed"));
    }
    return draft;
  }

  private static ObjectNode settle(ObjectNode fields) {
    JsonNode url = fields.remove("url");
    if (url != null && isAbsent(fields.path("endpoint"))) {
      fields.set("endpoint", url);
    }
    JsonNode version = fields.remove("version");
    if (version != null && !isAbsent(version)) {
      if (isAbsent(fields.path("metadata"))) {
        fields.putObject("metadata");
      }
      if (fields.get("metadata") instanceof ObjectNode metadata) {
        metadata.set("version", version);
      }
    }
    fields.remove(List.of("created_at", "updated_at"));
    return fields;
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (var change : patch.properties()) {
      String field = change.getKey();
      if (change.getValue() instanceof ObjectNode inner) {
        ObjectNode part =
            target.get(field) instanceof ObjectNode present ? present : target.putObject(field);
        merge(part, inner);
      } else if (change.getValue().isNull()) {
        target.remove(field);
      } else {
        target.set(field, change.getValue());
      }
    }
  }

  /** Everything that is wrong; only a draft without faults becomes an entry. */
  List<Fault> faults() {
    return faults;
  }

  /** The id asked for, as text; empty when any will do. */
  Optional<String> key() {
    JsonNode id = fields.path("id");
    return isAbsent(id) ? Optional.empty() : Optional.of(id.asText());
  }

  String name() {
    return fields.path("name").asText();
  }

  /** Without the id: for a name that has one already. */
  ObjectNode withoutId() {
    return fields.without("id");
  }

  /** The entry under the id that was asked for. */
  Entry entry(JsonText createdAt, JsonText updatedAt) {
    return entry(Json.text(fields.path("id")), createdAt, updatedAt);
  }

  /** The entry under an id that this Registry chose. */
  Entry entry(long id, JsonText createdAt, JsonText updatedAt) {
    return entry(Json.of(id), createdAt, updatedAt);
  }

  private Entry entry(JsonText id, JsonText createdAt, JsonText updatedAt) {
    String endpoint = BaseUrl.parse(fields.path("endpoint").asText()).orElseThrow().toString();
    JsonNode metadata = fields.path("metadata");
    JsonText json =
        Json.text(
            out -> {
              out.writeStartObject();
              out.writeFieldName("id");
              Json.writeRaw(out, id);
              out.writeStringField("name", name());
              out.writeStringField("endpoint", endpoint);
              out.writeStringField("url", endpoint);
              if (!isAbsent(metadata.path("version"))) {
                out.writeStringField("version", metadata.path("version").asText());
              }
              out.writeStringField("status", text("status").orElse("active"));
              out.writeStringField("steward", text("steward").orElse(null));
              out.writeFieldName("metadata");
              Json.writeRaw(out, metadata.isObject() ? Json.text(metadata) : NO_METADATA);
              for (var field : fields.properties()) {
                if (!SHOWN_FIRST.contains(field.getKey())) {
                  out.writeFieldName(field.getKey());
                  Json.writeRaw(out, Json.text(field.getValue()));
                }
              }
              out.writeFieldName("created_at");
              Json.writeRaw(out, createdAt);
              out.writeFieldName("updated_at");
              Json.writeRaw(out, updatedAt);
              out.writeEndObject();
            });
    String idText = id.toString();
    String key = idText.startsWith("\"") ? fields.path("id").asText() : idText;
    return new Entry(key, name(), createdAt, json);
  }

  private Optional<String> text(String field) {
    JsonNode value = fields.path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private void checkId() {
    JsonNode id = fields.path("id");
    boolean number =
        id.isIntegralNumber()
            && id.canConvertToLong()
            && id.longValue() >= 1
            && id.longValue() <= MAX_ID;
    boolean text =
        id.isTextual() && !id.textValue().isBlank() && id.textValue().length() <= MAX_TEXT;
    if (!number && !text && !isAbsent(id)) {
      faults.add(
          new Fault(
              "id",
              "must be a whole number from 1 to "
                  + MAX_ID
                  + ", or a string with 1 to "
                  + MAX_TEXT
                  + " characters"));
    }
  }

  private void checkText(String field, boolean required) {
    JsonNode value = fields.path(field);
    if (isAbsent(value)) {
      if (required) {
        faults.add(new Fault(field, "is required"));
      }
    } else if (!value.isTextual()
        || value.textValue().isBlank()
        || value.textValue().length() > MAX_TEXT) {
      faults.add(new Fault(field, "must be a string with 1 to " + MAX_TEXT + " characters"));
    }
  }

  private void checkEndpoint() {
    JsonNode endpoint = fields.path("endpoint");
    if (isAbsent(endpoint)) {
      faults.add(new Fault("endpoint", "is required"));
    } else if (!endpoint.isTextual()
        || endpoint.textValue().length() > MAX_ENDPOINT
        || BaseUrl.parse(endpoint.textValue()).isEmpty()) {
      faults.add(
          new Fault(
              "endpoint",
              "must be an absolute http or https URL without userinfo, query and fragment, of at most "
                  + MAX_ENDPOINT
                  + " characters"));
    }
  }

  private void checkMetadata() {
    JsonNode metadata = fields.path("metadata");
    JsonNode version = metadata.path("version");
    if (!isAbsent(metadata) && !metadata.isObject()) {
      faults.add(new Fault("metadata", "must be an object"));
    } else if (!isAbsent(version) && !version.isTextual() && !version.isNumber()) {
      faults.add(new Fault("version", "must be a string"));
    }
  }

  private void checkCapabilities() {
    JsonNode capabilities = fields.path("capabilities");
    if (isAbsent(capabilities)) {
      fields.remove("capabilities");
      return;
    }
    boolean texts = capabilities.isArray();
    for (JsonNode capability : capabilities) {
      texts &= capability.isTextual();
    }
    if (!texts) {
      faults.add(new Fault("capabilities", "must be a list of strings"));
    }
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
