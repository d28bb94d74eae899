package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.registry.DurableFile;
import ai.fullpotential.orchestrator.registry.Snapshot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code DATA_DIR/registry.json}: the entries on disk, all but this Registry's own. */
final class BookFile {

  /** This Registry's own id (contract, "The embedded Registry"). */
  static final String OWN_ID = "1";

  /** 1 is the Registry's, and 2 the orchestrator's unless DROPLET_ID says otherwise. */
  static final long FIRST_FREE_ID = 3;

  private static final Logger log = LoggerFactory.getLogger(BookFile.class);
  private static final String NAME = "registry.json";

  private final DurableFile file;

  BookFile(Path dataDir) {
    this.file = new DurableFile(dataDir, NAME);
  }

  /** What was stored; nothing when there is no file, or none that can be read. */
  Contents read() {
    try {
      file.sweep();
      Optional<byte[]> content = file.read();
      return content.isEmpty() ? none() : parse(Json.tree(content.get()));
    } catch (IOException e) {
      warn("the droplets of the embedded registry cannot be read", e.toString());
    } catch (MalformedJson damaged) {
      setAside("it " + damaged.getMessage());
    }
    return none();
  }

  private static Contents none() {
    return new Contents(new TreeMap<>(Entry.BY_ID), FIRST_FREE_ID);
  }

  private Contents parse(JsonNode stored) throws MalformedJson {
    if (!stored.path("droplets").isArray()) {
      throw new MalformedJson("has no list of droplets");
    }
    NavigableMap<String, Entry> entries = new TreeMap<>(Entry.BY_ID);
    Set<String> names = new HashSet<>();
    for (JsonNode fields : stored.path("droplets")) {
      add(fields, entries, names);
    }
    return new Contents(entries, Math.max(FIRST_FREE_ID, stored.path("next_id").asLong()));
  }

  private void add(JsonNode stored, NavigableMap<String, Entry> entries, Set<String> names) {
    Optional<Entry> entry = entry(stored);
    if (entry.isPresent() && names.add(Snapshot.key(entry.get().name()))) {
      entries.put(entry.get().key(), entry.get());
    } else {
      warn("an entry of the embedded registry was skipped", "it breaks the rules for entries");
    }
  }

  private static Optional<Entry> entry(JsonNode stored) {
    if (!(stored instanceof ObjectNode fields)) {
      return Optional.empty();
    }
    JsonText createdAt = Json.text(fields.path("created_at"));
    JsonText updatedAt = Json.text(fields.path("updated_at"));
    EntryDraft draft = new EntryDraft(fields);
    return draft.key().isPresent() && !draft.key().get().equals(OWN_ID) && draft.faults().isEmpty()
        ? Optional.of(draft.entry(createdAt, updatedAt))
        : Optional.empty();
  }

  private void setAside(String damage) {
    try {
      Path aside = file.setAside();
      warn(
          "the droplets of the embedded registry are damaged and were set aside as " + aside,
          damage);
    } catch (IOException e) {
      warn("the droplets of the embedded registry are damaged", damage);
    }
  }

  private void warn(String what, String reason) {
    log.atWarn().addKeyValue("file", file.path()).addKeyValue("reason", reason).log(what);
  }

  /** Replaces what is stored. */
  void write(Contents contents) throws IOException {
    file.write(
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("next_id", contents.nextId());
              contents.writeEntries(json, OWN_ID);
              json.writeEndObject();
            }));
  }
}
