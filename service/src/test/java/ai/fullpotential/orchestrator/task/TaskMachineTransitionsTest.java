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
import ai.fullpotential.orchestrator.task.TaskEvent.DropletMissing;
import ai.fullpotential.orchestrator.task.TaskEvent.Due;
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
      case "SUCCESS" -> task().succeeded();
      case "ERROR" -> task().failed();
      case "TIMEOUT" -> task().timedOut();
      default -> throw new IllegalArgumentException(state);
    };
  }

  private static TaskEvent event(String name) {
    return switch (name) {
      case "DUE" -> new Due(TARGET);
      case "DROPLET MISSING" -> new DropletMissing();
      case "ANSWERED 200" -> new AttemptEnded(new Answered(200, null, null));
      case "ANSWERED 404" -> new AttemptEnded(new Answered(404, null, null));
      case "ANSWERED 503" -> new AttemptEnded(new Answered(503, null, null));
      case "REFUSED" -> new AttemptEnded(new Refused("refused"));
      case "ABANDONED" -> new Abandoned("stopped");
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
        step.task().state() instanceof Queued(_, TaskState.Waiting reason)
            ? "QUEUED " + reason
            : step.task().status().name();
    return state
        + switch (step.then()) {
          case Command.Call _ -> " call";
          case Command.Wake _ -> " wake";
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
