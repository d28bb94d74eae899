package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Ends;
import ai.fullpotential.orchestrator.dispatch.Steering;
import ai.fullpotential.orchestrator.dispatch.Steering.Steered;
import ai.fullpotential.orchestrator.dispatch.Submission;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be done to a task that was handed in: cancel, release, replay. */
public final class TaskSteering {

  private final Steering steering;
  private final Dispatcher dispatcher;
  private final TaskStore store;
  private final TaskDefaults defaults;
  private final Permission permission;

  /** The resource. */
  public TaskSteering(
      Steering steering, Dispatcher dispatcher, TaskStore store, Ends ends, TaskDefaults defaults) {
    this.steering = steering;
    this.permission = new Permission(ends);
    this.dispatcher = dispatcher;
    this.store = store;
    this.defaults = defaults;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.quick("DELETE", "/tasks/{task_id}", Access.SUBMIT, this::cancel),
        Route.quick("POST", "/tasks/{task_id}/release", Access.SUBMIT, this::release),
        Route.blocking("POST", "/tasks/{task_id}/replay", Access.SUBMIT, this::replay));
  }

  private void cancel(Exchange exchange) {
    TaskId id = Answers.taskId(exchange);
    permission.toSteer(
        exchange,
        id,
        () ->
            steering.cancel(
                id,
                exchange.loop(),
                steered -> exchange.guarded(() -> answer(exchange, id, steered, "cancelled"))));
  }

  private void release(Exchange exchange) {
    BodyFields fields =
        exchange.body().length == 0
            ? BodyFields.empty()
            : BodyFields.read(exchange.body(), Set.of("status"), Set.of());
    boolean giveUp = fields.word("status", List.of("error")).isPresent();
    if (!fields.faults().isEmpty()) {
      Answers.invalid(exchange, fields.faults());
      return;
    }
    TaskId id = Answers.taskId(exchange);
    permission.toSteer(
        exchange,
        id,
        () ->
            steering.release(
                id,
                !giveUp,
                exchange.loop(),
                steered -> exchange.guarded(() -> answer(exchange, id, steered, "released"))));
  }

  private static void answer(Exchange exchange, TaskId id, Steered steered, String what) {
    switch (steered) {
      case Steered.Done(Task task) -> exchange.respond(Response.json(200, TaskJson.record(task)));
      case Steered.Refused(Task task) ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "The task is " + task.status().wire() + " and cannot be " + what + ".",
              Map.of("task_id", id.value(), "status", task.status().wire()));
      case Steered.Missing() -> Answers.noSuchTask(exchange, id);
      case Steered.NoStore() -> exchange.respond(TaskAnswer.noStore(exchange));
    }
  }

  private void replay(Exchange exchange) {
    TaskId id = Answers.taskId(exchange);
    Answers.fromStore(
        exchange,
        () ->
            Answers.seen(exchange, store.find(id))
                .ifPresentOrElse(
                    task ->
                        exchange
                            .loop()
                            .execute(() -> exchange.guarded(() -> replay(exchange, task))),
                    () -> Answers.noSuchTask(exchange, id)));
  }

  private void replay(Exchange exchange, Task task) {
    String owner = task.origin().owner();
    if (!exchange.principal().steers(owner)) {
      exchange.respond(Permission.refusal(exchange, owner));
      return;
    }
    if (task.finished().isEmpty()) {
      exchange.fail(
          ErrorCode.CONFLICT,
          "The task is " + task.status().wire() + "; only one that has ended can be replayed.",
          Map.of("task_id", task.id().value(), "status", task.status().wire()));
      return;
    }
    dispatcher.submit(
        new Submission(
            Replay.of(task, defaults),
            new Origin(
                exchange.requestId(),
                Origin.Kind.REPLAY,
                task.id().value(),
                exchange.trace().orElse(null),
                owner),
            null,
            exchange.loop(),
            outcome -> exchange.guarded(() -> TaskAnswer.send(exchange, outcome))));
  }
}
