package ai.fullpotential.orchestrator.task;

import static ai.fullpotential.orchestrator.task.TestTasks.TARGET;
import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.Step.Command;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.TaskEvent.Abandoned;
import ai.fullpotential.orchestrator.task.TaskEvent.AttemptEnded;
import ai.fullpotential.orchestrator.task.TaskEvent.AttemptLost;
import ai.fullpotential.orchestrator.task.TaskEvent.Blocked;
import ai.fullpotential.orchestrator.task.TaskEvent.Cancelled;
import ai.fullpotential.orchestrator.task.TaskEvent.DropletMissing;
import ai.fullpotential.orchestrator.task.TaskEvent.Due;
import ai.fullpotential.orchestrator.task.TaskEvent.GivenUp;
import ai.fullpotential.orchestrator.task.TaskEvent.Released;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/tasks.md, cell by cell: every state, every event, before and at the deadline. */
class TaskMachineTransitionsTest {

  @ParameterizedTest
  @CsvSource({
    // state,            event,           before the deadline,          at the deadline
    "QUEUED START,       DUE,             RUNNING call,                 TIMEOUT OutOfTime",
    "QUEUED BACKOFF,     DUE,             RUNNING call,                 TIMEOUT OutOfTime",
    "QUEUED DROPLET_UNKNOWN, DUE,         RUNNING call,                 TIMEOUT OutOfTime",
    "RUNNING FIRST,      DUE,             illegal,                      illegal",
    "RUNNING LAST,       DUE,             illegal,                      illegal",
    "SUCCESS,            DUE,             illegal,                      illegal",
    "ERROR,              DUE,             illegal,                      illegal",
    "TIMEOUT,            DUE,             illegal,                      illegal",
    "QUEUED START,       DROPLET MISSING, QUEUED DROPLET_UNKNOWN wake,  TIMEOUT OutOfTime",
    "QUEUED BACKOFF,     DROPLET MISSING, QUEUED DROPLET_UNKNOWN wake,  TIMEOUT OutOfTime",
    "QUEUED DROPLET_UNKNOWN, DROPLET MISSING, QUEUED DROPLET_UNKNOWN wake, TIMEOUT OutOfTime",
    "RUNNING FIRST,      DROPLET MISSING, illegal,                      illegal",
    "RUNNING LAST,       DROPLET MISSING, illegal,                      illegal",
    "SUCCESS,            DROPLET MISSING, illegal,                      illegal",
    "ERROR,              DROPLET MISSING, illegal,                      illegal",
    "TIMEOUT,            DROPLET MISSING, illegal,                      illegal",
    "QUEUED START,       ANSWERED 200,    illegal,                      illegal",
    "QUEUED BACKOFF,     ANSWERED 200,    illegal,                      illegal",
    "QUEUED DROPLET_UNKNOWN, ANSWERED 200, illegal,                     illegal",
    "RUNNING FIRST,      ANSWERED 200,    SUCCESS Responded,            SUCCESS Responded",
    "RUNNING LAST,       ANSWERED 200,    SUCCESS Responded,            SUCCESS Responded",
    "RUNNING FIRST,      ANSWERED 404,    ERROR Responded,              ERROR Responded",
    "RUNNING LAST,       ANSWERED 404,    ERROR Responded,              ERROR Responded",
    "RUNNING FIRST,      ANSWERED 503,    QUEUED BACKOFF wake,          TIMEOUT OutOfTime",
    "RUNNING LAST,       ANSWERED 503,    ERROR Unreachable,            TIMEOUT OutOfTime",
    "SUCCESS,            ANSWERED 200,    illegal,                      illegal",
    "ERROR,              ANSWERED 200,    illegal,                      illegal",
    "TIMEOUT,            ANSWERED 200,    illegal,                      illegal",
    "QUEUED START,       REFUSED,         illegal,                      illegal",
    "QUEUED BACKOFF,     REFUSED,         illegal,                      illegal",
    "QUEUED DROPLET_UNKNOWN, REFUSED,     illegal,                      illegal",
    "RUNNING FIRST,      REFUSED,         QUEUED BACKOFF wake,          TIMEOUT OutOfTime",
    "RUNNING LAST,       REFUSED,         ERROR Unreachable,            TIMEOUT OutOfTime",
    "SUCCESS,            REFUSED,         illegal,                      illegal",
    "ERROR,              REFUSED,         illegal,                      illegal",
    "TIMEOUT,            REFUSED,         illegal,                      illegal",
    "QUEUED START,       ABANDONED,       ERROR Abandoned,              ERROR Abandoned",
    "QUEUED BACKOFF,     ABANDONED,       ERROR Abandoned,              ERROR Abandoned",
    "QUEUED DROPLET_UNKNOWN, ABANDONED,   ERROR Abandoned,              ERROR Abandoned",
    "RUNNING FIRST,      ABANDONED,       ERROR Abandoned,              ERROR Abandoned",
    "RUNNING LAST,       ABANDONED,       ERROR Abandoned,              ERROR Abandoned",
    "SUCCESS,            ABANDONED,       illegal,                      illegal",
    "ERROR,              ABANDONED,       illegal,                      illegal",
    "TIMEOUT,            ABANDONED,       illegal,                      illegal",
    "HELD, DUE, illegal, illegal",
    "HELD, DROPLET MISSING, illegal, illegal",
    "HELD, ANSWERED 200, illegal, illegal",
    "HELD, ANSWERED 404, illegal, illegal",
    "HELD, ANSWERED 503, illegal, illegal",
    "HELD, REFUSED, illegal, illegal",
    "CANCELLED, DUE, illegal, illegal",
    "CANCELLED, DROPLET MISSING, illegal, illegal",
    "CANCELLED, ANSWERED 200, illegal, illegal",
    "CANCELLED, ANSWERED 404, illegal, illegal",
    "CANCELLED, ANSWERED 503, illegal, illegal",
    "CANCELLED, REFUSED, illegal, illegal",
    "HELD, ABANDONED, ERROR Abandoned, ERROR Abandoned",
    "CANCELLED, ABANDONED, illegal, illegal",
    "QUEUED START, CANCELLED, CANCELLED Cancelled, CANCELLED Cancelled",
    "QUEUED START, LOST, illegal, illegal",
    "QUEUED START, RELEASED, illegal, illegal",
    "QUEUED START, GIVEN UP, illegal, illegal",
    "QUEUED BACKOFF, CANCELLED, CANCELLED Cancelled, CANCELLED Cancelled",
    "QUEUED BACKOFF, LOST, illegal, illegal",
    "QUEUED BACKOFF, RELEASED, illegal, illegal",
    "QUEUED BACKOFF, GIVEN UP, illegal, illegal",
    "QUEUED DROPLET_UNKNOWN, CANCELLED, CANCELLED Cancelled, CANCELLED Cancelled",
    "QUEUED DROPLET_UNKNOWN, LOST, illegal, illegal",
    "QUEUED DROPLET_UNKNOWN, RELEASED, illegal, illegal",
    "QUEUED DROPLET_UNKNOWN, GIVEN UP, illegal, illegal",
    "RUNNING FIRST, CANCELLED, CANCELLED Cancelled, CANCELLED Cancelled",
    "RUNNING FIRST, LOST, QUEUED BACKOFF wake, TIMEOUT OutOfTime",
    "RUNNING FIRST, RELEASED, illegal, illegal",
    "RUNNING FIRST, GIVEN UP, illegal, illegal",
    "RUNNING LAST, CANCELLED, CANCELLED Cancelled, CANCELLED Cancelled",
    "RUNNING LAST, LOST, ERROR Unreachable, TIMEOUT OutOfTime",
    "RUNNING LAST, RELEASED, illegal, illegal",
    "RUNNING LAST, GIVEN UP, illegal, illegal",
    "HELD, CANCELLED, CANCELLED Cancelled, CANCELLED Cancelled",
    "HELD, LOST, illegal, illegal",
    "HELD, RELEASED, QUEUED START wake, QUEUED START wake",
    "HELD, GIVEN UP, ERROR Unreachable, ERROR Unreachable",
    "SUCCESS, CANCELLED, illegal, illegal",
    "SUCCESS, LOST, illegal, illegal",
    "SUCCESS, RELEASED, illegal, illegal",
    "SUCCESS, GIVEN UP, illegal, illegal",
    "ERROR, CANCELLED, illegal, illegal",
    "ERROR, LOST, illegal, illegal",
    "ERROR, RELEASED, illegal, illegal",
    "ERROR, GIVEN UP, illegal, illegal",
    "TIMEOUT, CANCELLED, illegal, illegal",
    "TIMEOUT, LOST, illegal, illegal",
    "TIMEOUT, RELEASED, illegal, illegal",
    "TIMEOUT, GIVEN UP, illegal, illegal",
    "CANCELLED, CANCELLED, illegal, illegal",
    "CANCELLED, LOST, illegal, illegal",
    "CANCELLED, RELEASED, illegal, illegal",
    "CANCELLED, GIVEN UP, illegal, illegal",
    "RUNNING HOLDING, LOST, HELD hold, HELD hold",
    "QUEUED START, FULL, QUEUED CONCURRENCY wake, TIMEOUT OutOfTime",
    "QUEUED START, TOO FAST, QUEUED RATE_LIMIT wake, TIMEOUT OutOfTime",
    "QUEUED START, BREAKER, QUEUED BREAKER wake, TIMEOUT OutOfTime",
    "QUEUED START, PAUSED, QUEUED PAUSED wake, TIMEOUT OutOfTime",
    "QUEUED START, BUDGET, QUEUED RETRY_BUDGET wake, TIMEOUT OutOfTime",
    "QUEUED START, SPARED, ERROR Refused, ERROR Refused",
    "QUEUED BACKOFF, FULL, QUEUED CONCURRENCY wake, TIMEOUT OutOfTime",
    "QUEUED BACKOFF, TOO FAST, QUEUED RATE_LIMIT wake, TIMEOUT OutOfTime",
    "QUEUED BACKOFF, BREAKER, QUEUED BREAKER wake, TIMEOUT OutOfTime",
    "QUEUED BACKOFF, PAUSED, QUEUED PAUSED wake, TIMEOUT OutOfTime",
    "QUEUED BACKOFF, BUDGET, QUEUED RETRY_BUDGET wake, TIMEOUT OutOfTime",
    "QUEUED BACKOFF, SPARED, ERROR Refused, ERROR Refused",
    "QUEUED DROPLET_UNKNOWN, FULL, QUEUED CONCURRENCY wake, TIMEOUT OutOfTime",
    "QUEUED DROPLET_UNKNOWN, TOO FAST, QUEUED RATE_LIMIT wake, TIMEOUT OutOfTime",
    "QUEUED DROPLET_UNKNOWN, BREAKER, QUEUED BREAKER wake, TIMEOUT OutOfTime",
    "QUEUED DROPLET_UNKNOWN, PAUSED, QUEUED PAUSED wake, TIMEOUT OutOfTime",
    "QUEUED DROPLET_UNKNOWN, BUDGET, QUEUED RETRY_BUDGET wake, TIMEOUT OutOfTime",
    "QUEUED DROPLET_UNKNOWN, SPARED, ERROR Refused, ERROR Refused",
    "RUNNING FIRST, FULL, illegal, illegal",
    "RUNNING FIRST, TOO FAST, illegal, illegal",
    "RUNNING FIRST, BREAKER, illegal, illegal",
    "RUNNING FIRST, PAUSED, illegal, illegal",
    "RUNNING FIRST, BUDGET, illegal, illegal",
    "RUNNING FIRST, SPARED, illegal, illegal",
    "RUNNING LAST, FULL, illegal, illegal",
    "RUNNING LAST, TOO FAST, illegal, illegal",
    "RUNNING LAST, BREAKER, illegal, illegal",
    "RUNNING LAST, PAUSED, illegal, illegal",
    "RUNNING LAST, BUDGET, illegal, illegal",
    "RUNNING LAST, SPARED, illegal, illegal",
    "HELD, FULL, illegal, illegal",
    "HELD, TOO FAST, illegal, illegal",
    "HELD, BREAKER, illegal, illegal",
    "HELD, PAUSED, illegal, illegal",
    "HELD, BUDGET, illegal, illegal",
    "HELD, SPARED, illegal, illegal",
    "SUCCESS, FULL, illegal, illegal",
    "SUCCESS, TOO FAST, illegal, illegal",
    "SUCCESS, BREAKER, illegal, illegal",
    "SUCCESS, PAUSED, illegal, illegal",
    "SUCCESS, BUDGET, illegal, illegal",
    "SUCCESS, SPARED, illegal, illegal",
    "ERROR, FULL, illegal, illegal",
    "ERROR, TOO FAST, illegal, illegal",
    "ERROR, BREAKER, illegal, illegal",
    "ERROR, PAUSED, illegal, illegal",
    "ERROR, BUDGET, illegal, illegal",
    "ERROR, SPARED, illegal, illegal",
    "TIMEOUT, FULL, illegal, illegal",
    "TIMEOUT, TOO FAST, illegal, illegal",
    "TIMEOUT, BREAKER, illegal, illegal",
    "TIMEOUT, PAUSED, illegal, illegal",
    "TIMEOUT, BUDGET, illegal, illegal",
    "TIMEOUT, SPARED, illegal, illegal",
    "CANCELLED, FULL, illegal, illegal",
    "CANCELLED, TOO FAST, illegal, illegal",
    "CANCELLED, BREAKER, illegal, illegal",
    "CANCELLED, PAUSED, illegal, illegal",
    "CANCELLED, BUDGET, illegal, illegal",
    "CANCELLED, SPARED, illegal, illegal",
  })
  void leadsWhereTheTableSays(String state, String event, String before, String at) {
    Task task = in(state);
    Instant early = task.deadline().minusMillis(1);

    assertThat(outcome(task, event(event), early)).isEqualTo(before);
    assertThat(outcome(task, event(event), task.deadline())).isEqualTo(at);
  }

  private static Task in(String state) {
    return switch (state) {
      case "QUEUED START" -> task().accepted();
      case "QUEUED BACKOFF" -> task().waiting();
      case "QUEUED DROPLET_UNKNOWN" ->
          TaskMachine.step(task().accepted(), new DropletMissing(), TestTasks.START).task();
      case "RUNNING FIRST" -> task().running();
      case "RUNNING LAST" -> task().withLimits(TestTasks.limits(0)).running();
      case "RUNNING HOLDING" -> holding().running();
      case "HELD" ->
          TaskMachine.step(holding().running(), new AttemptLost("gone"), TestTasks.START).task();
      case "CANCELLED" ->
          TaskMachine.step(task().accepted(), new Cancelled(), TestTasks.START).task();
      case "SUCCESS" -> task().succeeded();
      case "ERROR" -> task().failed();
      case "TIMEOUT" -> task().timedOut();
      default -> throw new IllegalArgumentException(state);
    };
  }

  private static TestTasks holding() {
    TaskOptions plain = TaskOptions.PLAIN;
    return task()
        .withOptions(
            new TaskOptions(
                plain.asynchronous(),
                plain.priority(),
                null,
                null,
                OnUnknown.HOLD,
                plain.tags(),
                null,
                plain.then()));
  }

  private static TaskEvent event(String name) {
    return switch (name) {
      case "DUE" -> new Due(TARGET);
      case "DROPLET MISSING" -> new DropletMissing();
      case "FULL" -> new Blocked(TaskState.Waiting.CONCURRENCY);
      case "TOO FAST" -> new Blocked(TaskState.Waiting.RATE_LIMIT);
      case "BREAKER" -> new Blocked(TaskState.Waiting.BREAKER);
      case "PAUSED" -> new Blocked(TaskState.Waiting.PAUSED);
      case "BUDGET" -> new Blocked(TaskState.Waiting.RETRY_BUDGET);
      case "SPARED" -> new TaskEvent.Refused(Refusal.BREAKER_OPEN);
      case "ANSWERED 200" -> new AttemptEnded(new Answered(200, null, null));
      case "ANSWERED 404" -> new AttemptEnded(new Answered(404, null, null));
      case "ANSWERED 503" -> new AttemptEnded(new Answered(503, null, null));
      case "REFUSED" -> new AttemptEnded(new Refused("refused"));
      case "ABANDONED" -> new Abandoned("stopped");
      case "CANCELLED" -> new Cancelled();
      case "LOST" -> new AttemptLost("gone");
      case "RELEASED" -> new Released();
      case "GIVEN UP" -> new GivenUp();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String outcome(Task task, TaskEvent event, Instant now) {
    Step step;
    try {
      step = TaskMachine.step(task, event, now);
    } catch (IllegalStateException e) {
      return "illegal";
    }
    String state =
        step.task().state() instanceof Queued(_, TaskState.Waiting reason, _)
            ? "QUEUED " + reason
            : step.task().status().name();
    return state
        + switch (step.then()) {
          case Command.Call _ -> " call";
          case Command.Wake _ -> " wake";
          case Command.Hold _ -> " hold";
          case Command.Answer(Ending ending) -> " " + ending.getClass().getSimpleName();
        };
  }

  @Test
  void saysWhichEventWasIllegalButNothingOfBodies() {
    Task finished = task().answered(200, Json.string("secret"));

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                TaskMachine.step(
                    finished,
                    new AttemptEnded(new Answered(200, Json.string("secret"), null)),
                    TestTasks.START))
        .withMessage("AttemptEnded cannot happen to a task SUCCESS");
  }

  @Test
  void changesOnlyWhatTheEventIsAbout() {
    Task accepted = task().withPayload(Json.string("p"), Json.string("m")).accepted();

    Task running = TestTasks.started(accepted);
    Task finished = task().ended(running, new Answered(200, null, null));

    assertThat(finished.id()).isEqualTo(accepted.id());
    assertThat(finished.requestId()).isEqualTo(accepted.requestId());
    assertThat(finished.spec()).isEqualTo(accepted.spec());
    assertThat(finished.createdAt()).isEqualTo(accepted.createdAt());
    assertThat(accepted.attempts()).isEmpty();
    assertThat(running.attempts()).hasSize(1);
  }
}
