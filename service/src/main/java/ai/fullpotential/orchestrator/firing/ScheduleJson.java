package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.schedule.CatchUp;
import ai.fullpotential.orchestrator.schedule.Cron;
import ai.fullpotential.orchestrator.schedule.Overlap;
import ai.fullpotential.orchestrator.schedule.Timetable;
import ai.fullpotential.orchestrator.task.TaskId;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schedules as their documents hold them. */
final class ScheduleJson {
  private ScheduleJson() {}

  static JsonText write(Schedule schedule) {
    Timetable timetable = schedule.timetable();
    Progress progress = schedule.progress();
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", schedule.name());
          json.writeStringField("cron", timetable.cron().expression());
          json.writeStringField("zone", timetable.cron().zone().getId());
          json.writeStringField("overlap", timetable.overlap().name());
          json.writeStringField("catch_up", timetable.catchUp().name());
          // As a string: a tree would change the digits of its numbers.
          json.writeStringField("task", schedule.task().toString());
          json.writeBooleanField("paused", schedule.paused());
          moment(json, "created_at", schedule.createdAt());
          json.writeStringField("owner", schedule.owner());
          moment(json, "next_at", progress.nextAt());
          moment(json, "last_nominal", progress.lastNominal());
          moment(json, "last_fired_at", progress.lastFiredAt());
          TaskId last = progress.lastTask();
          json.writeStringField("last_task", last == null ? null : last.value());
          json.writeNumberField("fired", progress.fired());
          json.writeNumberField("skipped", progress.skipped());
          json.writeArrayFieldStart("waiting");
          for (Instant firing : progress.waiting()) {
            json.writeString(firing.toString());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void moment(JsonGenerator json, String name, @Nullable Instant at)
      throws IOException {
    json.writeStringField(name, at == null ? null : at.toString());
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException when it is none of ours, or of a program that knew other zones
   */
  static Schedule read(String id, JsonText body) {
    JsonNode json;
    try {
      json = Json.tree(body.utf8());
    } catch (MalformedJson e) {
      throw new IllegalArgumentException(e);
    }
    return new Schedule(
        id,
        json.path("name").textValue(),
        new Timetable(
            cron(json.path("cron").asText(), json.path("zone").asText()),
            Overlap.valueOf(json.path("overlap").asText()),
            CatchUp.valueOf(json.path("catch_up").asText())),
        task(json),
        json.path("paused").asBoolean(),
        Instant.parse(json.path("created_at").asText()),
        json.path("owner").textValue(),
        progress(json));
  }

  private static Cron cron(String expression, String zone) {
    return switch (Cron.read(expression, zone)) {
      case Cron.Reading.Valid(Cron cron) -> cron;
      case Cron.Reading.Invalid(var faults) ->
          throw new IllegalArgumentException(faults.toString());
    };
  }

  private static JsonText task(JsonNode json) {
    return Json.compact(json.path("task").asText().getBytes(StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalArgumentException("its task is no JSON"));
  }

  private static Progress progress(JsonNode json) {
    String last = json.path("last_task").textValue();
    List<Instant> waiting = new ArrayList<>();
    json.path("waiting").forEach(firing -> waiting.add(Instant.parse(firing.asText())));
    return new Progress(
        moment(json, "next_at"),
        moment(json, "last_nominal"),
        moment(json, "last_fired_at"),
        last == null ? null : new TaskId(last),
        json.path("fired").asLong(),
        json.path("skipped").asLong(),
        waiting);
  }

  private static @Nullable Instant moment(JsonNode json, String name) {
    String text = json.path(name).textValue();
    return text == null ? null : Instant.parse(text);
  }
}
