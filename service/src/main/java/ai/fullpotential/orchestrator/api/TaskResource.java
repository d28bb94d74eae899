package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Ends;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /tasks}: submitting, listing and reading tasks. */
public final class TaskResource {

  /** What 1.0 called a success. */
  static final String DONE = "done";

  private static final List<String> STATUSES =
      Stream.concat(Arrays.stream(TaskStatus.values()).map(TaskStatus::wire), Stream.of(DONE))
          .toList();

  private final TaskSubmission submission;
  private final TaskStore store;
  private final Ends ends;

  /**
   * The resource.
   *
   * @param defaults what a task is given unless it says otherwise
   */
  public TaskResource(
      Dispatcher dispatcher,
      TaskStore store,
      Ends ends,
      TaskDefaults defaults,
      InstantSource clock) {
    this.submission = new TaskSubmission(dispatcher, ends, defaults, clock);
    this.store = store;
    this.ends = ends;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.quick("POST", "/tasks", Access.SUBMIT, submission::submit),
        Route.blocking("GET", "/tasks", Access.READ, this::list),
        Route.blocking("GET", "/tasks/{task_id}", Access.READ, this::read));
  }

  private void list(Exchange exchange) {
    Parameters parameters = Parameters.of(exchange);
    TaskQuery query =
        new TaskQuery(
            parameters.word("status", STATUSES).map(TaskResource::status),
            parameters.text("droplet_name"),
            parameters.text("tag"),
            parameters.text("capability"),
            parameters.text("q"),
            parameters.moment("created_after"),
            parameters.moment("created_before"),
            parameters.taskId("cursor"),
            parameters.integer("limit", 1, TaskQuery.MAX_LIMIT).orElse(TaskQuery.DEFAULT_LIMIT),
            Answers.sight(exchange));
    if (!parameters.faults().isEmpty()) {
      Answers.invalid(exchange, parameters.faults());
    } else {
      Answers.fromStore(
          exchange,
          () -> {
            TaskPage page = store.list(query);
            exchange.respond(Response.json(200, TaskJson.page(page, query.limit())));
          });
    }
  }

  static TaskStatus status(String word) {
    return word.equals(DONE)
        ? TaskStatus.SUCCESS
        : TaskStatus.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private void read(Exchange exchange) {
    Parameters parameters = Parameters.of(exchange);
    Optional<Integer> wait =
        parameters.integer("wait", 0, Math.toIntExact(Preference.LONGEST_WAIT.toSeconds()));
    TaskId id = Answers.taskId(exchange);
    if (!parameters.faults().isEmpty()) {
      Answers.invalid(exchange, parameters.faults());
    } else if (wait.isPresent()) {
      Answers.fromStore(
          exchange,
          () -> {
            if (Answers.seen(exchange, store.find(id)).isPresent()) {
              await(exchange, id, Duration.ofSeconds(wait.get()));
            } else {
              Answers.noSuchTask(exchange, id); // at once, also for one that is another caller's
            }
          });
    } else {
      Answers.fromStore(exchange, () -> answer(exchange, id, store.find(id)));
    }
  }

  private void await(Exchange exchange, TaskId id, Duration atMost) {
    ends.await(
        id,
        atMost,
        exchange.loop(),
        found -> exchange.guarded(() -> answer(exchange, id, found)),
        () -> exchange.guarded(() -> exchange.respond(TaskAnswer.noStore(exchange))));
  }

  private static void answer(Exchange exchange, TaskId id, Optional<Task> found) {
    Answers.seen(exchange, found)
        .ifPresentOrElse(
            task -> exchange.respond(Response.json(200, TaskJson.record(task))),
            () -> Answers.noSuchTask(exchange, id));
  }
}
