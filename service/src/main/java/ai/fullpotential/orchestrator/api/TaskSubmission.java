package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Ends;
import ai.fullpotential.orchestrator.dispatch.Submission;
import ai.fullpotential.orchestrator.dispatch.TaskOutcome;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /tasks}: reads what is asked for, hands it in, and answers as its caller prefers. */
final class TaskSubmission {

  private static final String REPLAYED = "Idempotent-Replayed";

  private final Dispatcher dispatcher;
  private final Ends ends;
  private final DryRun dryRun;
  private final TaskDefaults defaults;
  private final InstantSource clock;

  TaskSubmission(Dispatcher dispatcher, Ends ends, TaskDefaults defaults, InstantSource clock) {
    this.dispatcher = dispatcher;
    this.ends = ends;
    this.dryRun = new DryRun(dispatcher);
    this.defaults = defaults;
    this.clock = clock;
  }

  void submit(Exchange exchange) {
    if (!Answers.takesJson(exchange)) {
      return;
    }
    List<Fault> faults = new ArrayList<>();
    Preference preference = Preference.of(exchange);
    Optional<String> header = Idempotency.key(exchange, faults);
    var reading =
        new TaskRequest(defaults).read(exchange.body(), !preference.isPlain(), clock.instant());
    switch (reading) {
      case TaskRequest.Reading.Invalid(var more) -> {
        faults.addAll(more);
        Answers.invalid(exchange, faults);
      }
      case TaskRequest.Reading.Valid _ when !faults.isEmpty() -> Answers.invalid(exchange, faults);
      case TaskRequest.Reading.Valid(var spec, boolean dry, var _) when dry ->
          dryRun.plan(exchange, spec, exchange::respond);
      case TaskRequest.Reading.Valid(var spec, var _, @Nullable String named) -> {
        String key = header.orElse(named);
        new Answering(exchange, preference)
            .submit(
                spec,
                key == null ? null : Idempotency.of(key, exchange.principal(), exchange.body()));
      }
    }
  }

  /** One request on its way to its answer. */
  private final class Answering {

    private final Exchange exchange;
    private final Preference preference;
    private boolean replayed;

    Answering(Exchange exchange, Preference preference) {
      this.exchange = exchange;
      this.preference = preference;
    }

    void submit(TaskSpec spec, @Nullable IdempotencyKey key) {
      dispatcher.submit(
          new Submission(
              key == null ? spec : keepingMore(spec),
              Answers.origin(exchange),
              key,
              exchange.loop(),
              outcome -> exchange.guarded(() -> answer(spec, outcome))));
    }

    /** A twin is answered from the record, which so keeps as much as that of an asynchronous task. */
    private TaskSpec keepingMore(TaskSpec spec) {
      TaskLimits limits = spec.limits();
      int keep = Math.max(limits.keepBytes(), defaults.asyncKeepBytes());
      return spec.withLimits(
          new TaskLimits(limits.retry(), limits.attemptTimeout(), limits.total(), keep));
    }

    private void answer(TaskSpec spec, TaskOutcome outcome) {
      switch (outcome) {
        case TaskOutcome.Accepted(Task task) when preference.patience() != null ->
            await(task.id(), preference.patience(), outcome);
        case TaskOutcome.Replayed(TaskId id) -> {
          replayed = true;
          await(id, waitFor(spec), outcome);
        }
        case TaskOutcome.Elsewhere(TaskId id) -> await(id, waitFor(spec), outcome);
        default -> send(TaskAnswer.of(exchange, outcome));
      }
    }

    private Duration waitFor(TaskSpec spec) {
      if (preference.patience() != null) {
        return preference.patience();
      }
      return spec.options().asynchronous() ? Duration.ZERO : spec.limits().total();
    }

    private void await(TaskId id, Duration atMost, TaskOutcome otherwise) {
      ends.await(
          id,
          atMost,
          exchange.loop(),
          found -> exchange.guarded(() -> send(answer(found, otherwise))),
          () -> exchange.guarded(() -> send(withoutStore(otherwise))));
    }

    private Response withoutStore(TaskOutcome otherwise) {
      return otherwise instanceof TaskOutcome.Replayed
          ? TaskAnswer.noStore(exchange)
          : TaskAnswer.of(exchange, otherwise);
    }

    private Response answer(Optional<Task> found, TaskOutcome otherwise) {
      if (found.isEmpty()) {
        return TaskAnswer.of(exchange, otherwise);
      }
      Task task = found.get();
      return task.finished()
          .map(end -> TaskAnswer.of(exchange, new TaskOutcome.Ended(task, Ending.of(task, end))))
          .orElseGet(() -> TaskAnswer.accepted(task));
    }

    private void send(Response response) {
      Response answer = response;
      if (replayed) {
        answer = answer.with(REPLAYED, "true");
      }
      Optional<String> applied = preference.applied();
      if (applied.isPresent()) {
        answer = answer.with("Preference-Applied", applied.get());
      }
      exchange.respond(answer);
    }
  }
}
