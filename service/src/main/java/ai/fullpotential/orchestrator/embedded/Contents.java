package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All entries at one moment, in the order of their ids, and the next id to give. Not changed. */
final class Contents {

  private final NavigableMap<String, Entry> entries;
  private final long nextId;
  private final JsonText listing;

  /** Takes the map over. */
  Contents(NavigableMap<String, Entry> entries, long nextId) {
    this.entries = entries;
    this.nextId = nextId;
    this.listing =
        Json.text(
            json -> {
              json.writeStartObject();
              writeEntries(json, "");
              json.writeEndObject();
            });
  }

  NavigableMap<String, Entry> entries() {
    return entries;
  }

  NavigableMap<String, Entry> copy() {
    return new TreeMap<>(entries);
  }

  long nextId() {
    return nextId;
  }

  /** {@code {"droplets":[…]}}. */
  JsonText listing() {
    return listing;
  }

  /** Writes the field {@code droplets}, but for the entry with this id. */
  void writeEntries(JsonGenerator json, String exceptId) throws IOException {
    json.writeArrayFieldStart("droplets");
    for (Entry entry : entries.values()) {
      if (!entry.key().equals(exceptId)) {
        Json.writeRaw(json, entry.json());
      }
    }
    json.writeEndArray();
  }
}
