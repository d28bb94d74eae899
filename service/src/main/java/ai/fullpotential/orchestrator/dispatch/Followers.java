package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskTrace;
import ai.fullpotential.orchestrator.task.Then;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that begin when another ends: those its caller asked for by {@code then}, and the one
 * that tells its callback. They are recorded together with that end.
 */
public final class Followers {

  private final Function<Instant, TaskId> ids;
  private final Function<String, TaskLimits> callbackLimits;
  private final Joins joins;

  /**
   * Followers.
   *
   * @param ids makes the name of a task that is accepted at this time
   * @param callbackLimits how often and how long a callback to this droplet is tried
   * @param joins what begins when all followers have succeeded
   */
  public Followers(
      Function<Instant, TaskId> ids, Function<String, TaskLimits> callbackLimits, Joins joins) {
    this.ids = ids;
    this.callbackLimits = callbackLimits;
    this.joins = joins;
  }

  /** What must be done before the task may be recorded as it now is; then goes on. */
  void before(Task task, Loop loop, Runnable then) {
    joins.before(task, loop, then);
  }

  /** What begins with the task as it now is: nothing while it has not ended. */
  List<Task> of(Task task, Instant now) {
    if (!(task.state() instanceof Finished end)) {
      return List.of();
    }
    Then then = task.spec().options().then();
    Callback callback = task.spec().options().callback();
    if (callback == null && (then.isEmpty() || end.status() != TaskStatus.SUCCESS)) {
      return List.of();
    }
    List<Task> followers = new ArrayList<>();
    if (end.status() == TaskStatus.SUCCESS) {
      followers.addAll(
          begin(then, end.responseBody(), origin(task, Origin.Kind.THEN), task.id().value(), now));
    }
    if (callback != null && callback.events().contains(end.status())) {
      followers.add(callback(task, end, callback, now));
    }
    return followers;
  }

  /**
   * The tasks of a {@code then}, with the result of what came before.
   *
   * @param of what they follow, from which their names are made
   */
  static List<Task> begin(
      Then then, @Nullable JsonText result, Origin origin, String of, Instant now) {
    List<Task> tasks = new ArrayList<>();
    for (Then.FollowUp next : then.tasks()) {
      TaskSpec spec = next.takesResult() ? next.spec().withPayload(result) : next.spec();
      tasks.add(Task.accepted(FollowerIds.of(of, now, tasks.size()), origin, spec, now));
    }
    return tasks;
  }

  private Task callback(Task task, Finished end, Callback callback, Instant now) {
    TaskSpec spec =
        new TaskSpec(
            callback.dropletName(),
            Method.POST,
            callback.path(),
            message(task, end),
            null,
            callbackLimits.apply(callback.dropletName()),
            TaskOptions.ASYNCHRONOUS.to(callback.recipient()));
    return Task.accepted(ids.apply(now), origin(task, Origin.Kind.CALLBACK), spec, now);
  }

  static Origin origin(Task task, Origin.Kind kind) {
    return new Origin(
        task.requestId(),
        kind,
        task.id().value(),
        TaskTrace.following(task),
        task.origin().owner());
  }

  /** What a callback is told, in the shape that Standard Webhooks recommends. */
  private static JsonText message(Task task, Finished end) {
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", "task." + end.status().wire());
          json.writeStringField("timestamp", end.at().toString());
          json.writeObjectFieldStart("data");
          json.writeStringField("task_id", task.id().value());
          json.writeStringField("droplet_name", task.spec().droplet().orElse(null));
          json.writeStringField("status", end.status().wire());
          json.writeFieldName("response_status");
          json.writeObject(end.responseStatus());
          Json.writeField(json, "response_body", end.responseBody());
          json.writeNumberField("retry_count", task.retryCount());
          json.writeStringField("error_message", end.errorMessage());
          Json.writeField(json, "meta", task.spec().meta());
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
