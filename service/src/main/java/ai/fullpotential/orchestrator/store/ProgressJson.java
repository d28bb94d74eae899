package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Target;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskState.Held;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskState.Running;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import ai.fullpotential.orchestrator.task.TaskStatus;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a task has come, as JSON; the status and the kept answer stand beside it. */
final class ProgressJson {
  private ProgressJson() {}

  static JsonText text(Task task) {
    return Stored.text(
        json -> {
          write(json, task.state());
          if (task.spec().capability() != null) {
            Stored.write(json, "droplet", task.spec().droplet().orElse(null));
          }
          if (!task.excused().isZero()) {
            Stored.write(json, "excused", task.excused());
          }
          json.writeArrayFieldStart("attempts");
          for (Attempt attempt : task.attempts()) {
            write(json, attempt);
          }
          json.writeEndArray();
        });
  }

  static Task task(
      TaskId id,
      SpecJson.Read read,
      Instant createdAt,
      TaskStatus status,
      TaskRow.Progress progress) {
    JsonNode node = Stored.tree(progress.details());
    List<Attempt> attempts = new ArrayList<>();
    Stored.node(node, "attempts").forEach(each -> attempts.add(attempt(each)));
    return new Task(
        id,
        read.origin(),
        node.has("droplet") ? read.spec().forDroplet(Stored.string(node, "droplet")) : read.spec(),
        createdAt,
        state(node, status, progress.result()),
        attempts,
        node.has("excused") ? Stored.duration(node, "excused") : Duration.ZERO);
  }

  private static void write(JsonGenerator json, TaskState state) throws IOException {
    switch (state) {
      case Queued(Instant until, Waiting reason, Instant since) -> {
        Stored.write(json, "until", until);
        json.writeStringField("reason", reason.name());
        Stored.write(json, "since", since);
      }
      case Running() -> {}
      case Held(Instant since) -> Stored.write(json, "since", since);
      case Finished end -> {
        Stored.write(json, "at", end.at());
        write(json, end.responseStatus());
        Stored.write(json, "error", end.errorMessage());
      }
    }
  }

  private static TaskState state(JsonNode node, TaskStatus status, @Nullable JsonText result) {
    return switch (status) {
      case QUEUED ->
          new Queued(
              Stored.instant(node, "until"),
              Waiting.valueOf(Stored.string(node, "reason")),
              Stored.instant(node, "since"));
      case RUNNING -> new Running();
      case HELD -> new Held(Stored.instant(node, "since"));
      case SUCCESS, ERROR, TIMEOUT, CANCELLED ->
          new Finished(
              status,
              Stored.instant(node, "at"),
              responseStatus(node),
              result,
              Stored.stringOrNull(node, "error"));
    };
  }

  private static void write(JsonGenerator json, Attempt attempt) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", attempt.number());
    Stored.write(json, "started", attempt.startedAt());
    json.writeStringField("url", attempt.target().url());
    json.writeStringField("known", attempt.target().knowledge().name());
    json.writeStringField("node", attempt.target().node());
    Stored.write(json, "droplet", attempt.target().dropletName());
    Attempt.@Nullable End end = attempt.end();
    if (end != null) {
      Stored.write(json, "ended", end.at());
      json.writeStringField("outcome", end.outcome().name());
      write(json, end.responseStatus());
      Stored.write(json, "error", end.error());
    }
    json.writeEndObject();
  }

  private static Attempt attempt(JsonNode node) {
    return new Attempt(
        Stored.node(node, "number").intValue(),
        Stored.instant(node, "started"),
        new Target(
            Stored.string(node, "url"),
            Target.RegistryState.valueOf(Stored.string(node, "known")),
            Stored.string(node, "node"),
            Stored.stringOrNull(node, "droplet")),
        node.has("ended") ? end(node) : null);
  }

  private static Attempt.End end(JsonNode node) {
    return new Attempt.End(
        Stored.instant(node, "ended"),
        Attempt.Outcome.valueOf(Stored.string(node, "outcome")),
        responseStatus(node),
        Stored.stringOrNull(node, "error"));
  }

  private static void write(JsonGenerator json, @Nullable Integer responseStatus)
      throws IOException {
    if (responseStatus != null) {
      json.writeNumberField("response", responseStatus);
    }
  }

  private static @Nullable Integer responseStatus(JsonNode node) {
    JsonNode status = node.get("response");
    return status == null ? null : (Integer) status.intValue();
  }
}
