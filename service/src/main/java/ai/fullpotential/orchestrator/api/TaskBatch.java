package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Ends;
import ai.fullpotential.orchestrator.dispatch.Submission;
import ai.fullpotential.orchestrator.dispatch.TaskOutcome;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /tasks/batch}: many tasks, each on a line of its own. A line is what POST /tasks takes,
 * always asynchronous, and answered once its task is as safe as the store makes it.
 */
public final class TaskBatch {

  /** How often, and for how long, a line that finds no place is tried again. */
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Dispatcher dispatcher;
  private final Ends ends;
  private final DryRun dryRun;
  private final TaskRequest request;
  private final InstantSource clock;

  /**
   * The resource.
   *
   * @param defaults what a task is given unless it says otherwise
   */
  public TaskBatch(Dispatcher dispatcher, Ends ends, TaskDefaults defaults, InstantSource clock) {
    this.dispatcher = dispatcher;
    this.ends = ends;
    this.dryRun = new DryRun(dispatcher);
    this.request = new TaskRequest(defaults);
    this.clock = clock;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(Route.lines("POST", "/tasks/batch", Access.SUBMIT, this::take));
  }

  private void take(Exchange exchange, int number, byte[] text, Consumer<byte[]> answer) {
    Line line = new Line(exchange, number, answer);
    switch (request.read(text, true, clock.instant())) {
      case TaskRequest.Reading.Invalid(var faults) ->
          line.answer(Answers.invalidBody(exchange, faults));
      case TaskRequest.Reading.Valid(var spec, boolean dry, var _) when dry ->
          dryRun.plan(exchange, spec, plan -> line.guarded(() -> line.answer(plan)));
      case TaskRequest.Reading.Valid(var spec, var _, @Nullable String key) ->
          submit(spec, key, text, line, PATIENCE);
    }
  }

  /** Its own lines on their way to the store may be all that takes the places. */
  private void submit(
      TaskSpec spec, @Nullable String key, byte[] text, Line line, Duration patience) {
    dispatcher.submit(
        new Submission(
            spec,
            Answers.origin(line.exchange),
            key == null ? null : Idempotency.of(key, line.exchange.principal(), text),
            line.exchange.loop(),
            outcome -> {
              if (outcome instanceof TaskOutcome.Full && patience.isPositive()) {
                line.exchange
                    .loop()
                    .after(
                        BETWEEN,
                        () ->
                            line.guarded(
                                () -> submit(spec, key, text, line, patience.minus(BETWEEN))));
              } else {
                line.guarded(() -> answer(outcome, line));
              }
            }));
  }

  private void answer(TaskOutcome outcome, Line line) {
    if (outcome instanceof TaskOutcome.Replayed(TaskId id)) {
      ends.await(
          id,
          Duration.ZERO,
          line.exchange.loop(),
          found ->
              line.guarded(
                  () ->
                      line.answer(
                          found
                              .map(task -> Response.json(202, TaskJson.replayed(task)))
                              .orElseGet(() -> TaskAnswer.of(line.exchange, outcome)))),
          () -> line.guarded(() -> line.answer(TaskAnswer.noStore(line.exchange))));
    } else {
      line.answer(TaskAnswer.of(line.exchange, outcome));
    }
  }

  /** One line on its way to its answer. */
  private record Line(Exchange exchange, int number, Consumer<byte[]> to) {

    void answer(Response response) {
      to.accept(NumberedLine.of(number, response.body()));
    }

    /** A bug in answering one line must not keep the others from their answers. */
    void guarded(Runnable action) {
      try {
        action.run();
      } catch (RuntimeException | Error bug) {
        answer(exchange.fault(bug));
      }
    }
  }
}
