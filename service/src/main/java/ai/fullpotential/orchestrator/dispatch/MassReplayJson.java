package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.task.Documents.Document;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mass replay as its document keeps it. */
final class MassReplayJson {
  private MassReplayJson() {}

  static JsonText of(MassReplay replay) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("status", replay.status().name());
    fields.put("filter", filter(replay.filter()));
    fields.put("rate_per_second", replay.ratePerSecond());
    fields.put("request_id", replay.requestId());
    fields.put("created_at", replay.createdAt().toString());
    fields.put("ended_at", replay.endedAt() == null ? null : replay.endedAt().toString());
    fields.put("matched", replay.count().matched());
    fields.put("exact", replay.count().exact());
    fields.put("replayed", replay.count().replayed());
    fields.put("failed", replay.count().failed());
    fields.put("last_error", replay.count().lastError());
    fields.put("node", replay.node());
    return Json.of(fields);
  }

  private static Map<String, String> filter(TaskQuery filter) {
    Map<String, String> fields = new LinkedHashMap<>();
    filter.status().ifPresent(status -> fields.put("status", status.name()));
    filter.dropletName().ifPresent(name -> fields.put("droplet_name", name));
    filter.tag().ifPresent(tag -> fields.put("tag", tag));
    filter.capability().ifPresent(name -> fields.put("capability", name));
    filter.words().ifPresent(words -> fields.put("q", words));
    filter.createdAfter().ifPresent(at -> fields.put("created_after", at.toString()));
    filter.createdBefore().ifPresent(at -> fields.put("created_before", at.toString()));
    filter.owner().ifPresent(owner -> fields.put("owner", owner));
    filter.after().ifPresent(id -> fields.put("cursor", id.value()));
    return fields;
  }

  static MassReplay read(Document document) {
    JsonNode json = tree(document);
    JsonNode filter = json.path("filter");
    return new MassReplay(
        document.id(),
        MassReplay.Status.valueOf(json.path("status").asText()),
        new TaskQuery(
            text(filter, "status").map(TaskStatus::valueOf),
            text(filter, "droplet_name"),
            text(filter, "tag"),
            text(filter, "capability"),
            text(filter, "q"),
            text(filter, "created_after").map(Instant::parse),
            text(filter, "created_before").map(Instant::parse),
            text(filter, "cursor").map(TaskId::new),
            TaskQuery.DEFAULT_LIMIT,
            text(filter, "owner")),
        new BigDecimal(json.path("rate_per_second").asText()),
        json.path("request_id").asText(),
        Instant.parse(json.path("created_at").asText()),
        text(json, "ended_at").map(Instant::parse).orElse(null),
        new MassReplay.Count(
            json.path("matched").asLong(),
            json.path("exact").asBoolean(),
            json.path("replayed").asLong(),
            json.path("failed").asLong(),
            text(json, "last_error").orElse(null)),
        json.path("node").asText());
  }

  private static JsonNode tree(Document document) {
    try {
      return Json.tree(document.body().utf8());
    } catch (MalformedJson e) {
      throw new IllegalStateException("the document of replay " + document.id(), e);
    }
  }

  private static Optional<String> text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }
}
