package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.TestDirectory;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.time.ManualLoop;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A dispatcher among things that a test moves by hand: its clock, loop, store, droplets, calls. */
final class DispatchBench {

  static final BaseUrl HERE = new BaseUrl(false, "here", 8001, "");
  static final BaseUrl THERE = new BaseUrl(false, "there", 8002, "/base");
  static final AttemptResult OK = new AttemptResult.Answered(200, Json.string("ok"), null);
  static final AttemptResult REFUSED = new AttemptResult.Refused("connection refused");
  static final int MAX_CONCURRENT = 3;

  final ManualTime time = new ManualTime();
  final ManualLoop loop = new ManualLoop(time);
  final TestDirectory directory = new TestDirectory(time);
  final ScriptedCaller caller = new ScriptedCaller(time);
  final ScriptedStore store = new ScriptedStore(time);
  final List<Task> heard = new ArrayList<>();
  final List<TaskOutcome> outcomes = new ArrayList<>();
  final List<Runnable> syncs = new ArrayList<>();
  final Dispatcher dispatcher;

  private final AtomicInteger ids = new AtomicInteger();
  private TaskListener listener = heard::add;

  DispatchBench() {
    directory.list("Thing", HERE);
    dispatcher =
        new Dispatcher(
            new Parts(store, directory.directory(), caller, task -> listener.changed(task), time),
            syncs::add,
            () -> new TaskId("task-" + ids.incrementAndGet()),
            MAX_CONCURRENT);
  }

  void hearWith(TaskListener other) {
    listener = other;
  }

  /** Retries after 1, 2 and 4 s, 5 s an attempt, so much in all. */
  static TaskLimits limits(Duration total) {
    return new TaskLimits(
        new RetryPolicy(3, Backoff.doubling(Duration.ofSeconds(1))),
        Duration.ofSeconds(5),
        total,
        10240);
  }

  static TaskSpec spec(String droplet, Duration total) {
    return new TaskSpec(droplet, Method.GET, new TaskPath("/x?y"), null, null, limits(total));
  }

  void submit(String droplet, Duration total) {
    dispatcher.submit(new Submission(spec(droplet, total), "request-1", loop, outcomes::add));
  }

  /** A task for the droplet that is known, by the contract's limits. */
  void submit() {
    submit("thing", Duration.ofSeconds(30));
  }

  /** The outcome of the only task, which must have come just once. */
  TaskOutcome outcome() {
    if (outcomes.size() != 1) {
      throw new AssertionError("outcomes: " + outcomes);
    }
    return outcomes.getFirst();
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
