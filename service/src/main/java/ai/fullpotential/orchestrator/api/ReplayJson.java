package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.MassReplay;
import ai.fullpotential.orchestrator.dispatch.MassReplay.Count;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Mass replays as the wire shows them. */
final class ReplayJson {
  private ReplayJson() {}

  /** What would be replayed. */
  static byte[] preview(Count count) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("dry_run", true);
          json.writeNumberField("count", count.matched());
          json.writeBooleanField("exact", count.exact());
          json.writeEndObject();
        });
  }

  static byte[] of(MassReplay replay) {
    return Json.bytes(json -> write(json, replay));
  }

  static byte[] of(List<MassReplay> replays) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("replays");
          for (MassReplay replay : replays) {
            write(json, replay);
          }
          json.writeEndArray();
          json.writeNumberField("total", replays.size());
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, MassReplay replay) throws IOException {
    Count count = replay.count();
    json.writeStartObject();
    json.writeStringField("id", replay.id());
    json.writeStringField("status", replay.status().wire());
    writeFilter(json, replay.filter());
    json.writeNumberField("rate_per_second", replay.ratePerSecond());
    json.writeNumberField("matched", count.matched());
    json.writeBooleanField("matched_is_exact", count.exact());
    json.writeNumberField("replayed", count.replayed());
    json.writeNumberField("failed", count.failed());
    json.writeNumberField(
        "remaining", replay.status() == MassReplay.Status.DONE ? 0 : count.remaining());
    json.writeStringField("last_error", count.lastError());
    json.writeFieldName("created_at");
    Json.writeEpoch(json, replay.createdAt());
    json.writeFieldName("ended_at");
    if (replay.endedAt() == null) {
      json.writeNull();
    } else {
      Json.writeEpoch(json, replay.endedAt());
    }
    json.writeStringField("node", replay.node());
    json.writeEndObject();
  }

  private static void writeFilter(JsonGenerator json, TaskQuery filter) throws IOException {
    json.writeObjectFieldStart("filter");
    writeText(json, "status", filter.status().map(TaskStatus::wire));
    writeText(json, "droplet_name", filter.dropletName());
    writeText(json, "tag", filter.tag());
    writeText(json, "capability", filter.capability());
    writeText(json, "q", filter.words());
    writeMoment(json, "created_after", filter.createdAfter());
    writeMoment(json, "created_before", filter.createdBefore());
    json.writeEndObject();
  }

  private static void writeText(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  private static void writeMoment(JsonGenerator json, String name, Optional<Instant> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeFieldName(name);
      Json.writeEpoch(json, value.get());
    }
  }
}
