package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.time.TimeSource;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good list on disk, with its time, in the shape of a Registry's own list: so that a start
 * without a Registry can route. Whatever is wrong with the disk is a warning, never a failure. For
 * one thread at a time.
 */
public final class SnapshotFile {

  /** Its name in CACHE_DIR (contract A6). */
  public static final String NAME = "orchestrator_droplets.json";

  private static final Logger log = LoggerFactory.getLogger(SnapshotFile.class);
  private static final String TIME = "synced_at";

  /** Callers may ask for a sync as often as they like; the disk need not feel each of them. */
  private static final Duration UNCHANGED_FOR = Duration.ofSeconds(1);

  private final DurableFile file;
  private final TimeSource time;
  private @Nullable Snapshot written;
  private long writtenNanos;
  private boolean writable = true;

  /** What an earlier process left. */
  record Saved(DropletList list, Instant syncedAt) {}

  /** The file in this directory. */
  public SnapshotFile(Path cacheDir, TimeSource time) {
    this.file = new DurableFile(cacheDir, NAME);
    this.time = time;
  }

  /** What an earlier process left; empty when there is nothing, or nothing that can be read. */
  Optional<Saved> read() {
    try {
      file.sweep();
      Optional<byte[]> content = file.read();
      return content.isEmpty() ? Optional.empty() : Optional.of(parse(content.get()));
    } catch (IOException e) {
      warn("the list of droplets on disk cannot be read", e.toString());
      return Optional.empty();
    } catch (MalformedJson damaged) {
      setAside(String.valueOf(damaged.getMessage()));
      return Optional.empty();
    }
  }

  private Saved parse(byte[] content) throws IOException, MalformedJson {
    DropletList list = DropletList.read(content);
    Optional<Instant> syncedAt = Json.read(content, SnapshotFile::readTime);
    return new Saved(list, syncedAt.isPresent() ? syncedAt.get() : file.writtenAt());
  }

  private static Optional<Instant> readTime(JsonParser json) throws IOException {
    Instant syncedAt = Instant.MIN;
    if (json.nextToken() == JsonToken.START_ARRAY) {
      json.skipChildren();
    } else {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isTime = json.currentName().equals(TIME);
        json.nextToken();
        if (isTime) {
          syncedAt = UpdatedAt.read(Json.tree(json));
        } else {
          json.skipChildren();
        }
      }
    }
    return Optional.of(syncedAt).filter(at -> at.isAfter(Instant.EPOCH));
  }

  private void setAside(String damage) {
    try {
      Path aside = file.setAside();
      warn("the list of droplets on disk is damaged and was set aside as " + aside, "it " + damage);
    } catch (IOException e) {
      warn("the list of droplets on disk is damaged", "it " + damage);
    }
  }

  /** Keeps the list, unless the same one was written within the last second. */
  void write(Snapshot snapshot) {
    Snapshot before = written;
    if (before != null
        && time.since(writtenNanos).compareTo(UNCHANGED_FOR) < 0
        && before.droplets().equals(snapshot.droplets())) {
      return;
    }
    try {
      file.write(Json.bytes(json -> write(snapshot, json)));
      written = snapshot;
      writtenNanos = time.nanos();
      if (!writable) {
        log.atInfo()
            .addKeyValue("file", file.path())
            .log("the list of droplets is kept on disk again");
      }
      writable = true;
    } catch (IOException e) {
      if (writable) {
        warn("the list of droplets cannot be kept on disk (CACHE_DIR)", e.toString());
      }
      writable = false;
    }
  }

  private static void write(Snapshot snapshot, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName(TIME);
    Json.writeEpoch(json, snapshot.takenAt());
    json.writeArrayFieldStart("droplets");
    for (Droplet droplet : snapshot.droplets()) {
      write(droplet, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(Droplet droplet, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("id");
    Json.writeRaw(json, droplet.id());
    json.writeStringField("name", droplet.name());
    json.writeStringField("endpoint", droplet.url().toString());
    json.writeStringField("version", droplet.version());
    json.writeStringField("status", droplet.status());
    json.writeStringField("steward", droplet.steward());
    json.writeFieldName("metadata");
    Json.writeRaw(json, droplet.metadata());
    json.writeArrayFieldStart("capabilities");
    for (String capability : droplet.capabilities()) {
      json.writeString(capability);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void warn(String what, String reason) {
    log.atWarn().addKeyValue("file", file.path()).addKeyValue("reason", reason).log(what);
  }
}
