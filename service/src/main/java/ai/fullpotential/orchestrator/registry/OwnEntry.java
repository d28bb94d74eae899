package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What this service tells a Registry of itself, in the shapes of contract A6.
 *
 * @param id the id it asks for
 * @param endpoint where others reach it
 * @param version its version
 */
record OwnEntry(long id, String endpoint, String version) {

  /** The name by which the mesh knows this service. */
  static final String NAME = "orchestrator";

  OwnEntry(RegistrySettings settings) {
    this(settings.dropletId(), settings.publicUrl().toString(), settings.version());
  }

  JsonText idJson() {
    return Json.of(id);
  }

  /** Whether the Registry's entry says the same. */
  boolean agreesWith(Droplet listed) {
    return listed.url().toString().equals(endpoint) && listed.version().equals(version);
  }

  /** The body of {@code POST /droplets}; without an id the Registry chooses one. */
  JsonText create(@Nullable Long askedId) {
    return Json.text(
        json -> {
          json.writeStartObject();
          writeId(json, askedId);
          json.writeStringField("name", NAME);
          writeAddress(json);
          json.writeEndObject();
        });
  }

  /** The body of {@code PATCH /droplets/{id}}. */
  JsonText change() {
    return Json.text(
        json -> {
          json.writeStartObject();
          writeAddress(json);
          json.writeEndObject();
        });
  }

  /** The body of the older {@code POST /register}. */
  JsonText register(@Nullable Long askedId) {
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", NAME);
          writeId(json, askedId);
          json.writeStringField("url", endpoint);
          json.writeStringField("version", version);
          json.writeEndObject();
        });
  }

  private static void writeId(JsonGenerator json, @Nullable Long askedId) throws IOException {
    if (askedId != null) {
      json.writeNumberField("id", askedId);
    }
  }

  private void writeAddress(JsonGenerator json) throws IOException {
    json.writeStringField("endpoint", endpoint);
    json.writeObjectFieldStart("metadata");
    json.writeStringField("version", version);
    json.writeEndObject();
  }
}
