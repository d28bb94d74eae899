package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import ai.fullpotential.orchestrator.registry.TestDirectory;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.store.InMemoryDocuments;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.time.ManualLoop;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  final NodeLease lease = new NodeLease("node-1", Duration.ofDays(365), time);
  final Walks walks;
  final Ends ends = new Ends(store, Runnable::run);
  final InMemoryDocuments documents = new InMemoryDocuments();
  final Joins joins = new Joins(store, documents, Runnable::run);
  boolean deafToJoins;
  final Claimer claimer;
  final LeaseKeeper keeper;
  final Steering steering;

  final Gates gates = new Gates(false, () -> policies(), 1000, time, loop, (_, _) -> {});
  final CallUps callUps;

  private Policies policies = Policies.NONE;
  private final AtomicInteger ids = new AtomicInteger();
  private TaskListener listener = heard::add;

  DispatchBench() {
    this(MAX_CONCURRENT);
  }

  /** With room for so many tasks at once. */
  DispatchBench(int most) {
    walks = new Walks(most);
    directory.list("Thing", HERE);
    Parts parts = parts();
    dispatcher = new Dispatcher(parts, syncs::add, this::id, walks);
    claimer = new Claimer(parts, dispatcher, walks, loop, () -> loop, Duration.ofSeconds(5));
    keeper = new LeaseKeeper(parts, walks, claimer, loop);
    callUps = new CallUps(parts, claimer, walks, loop, Runnable::run);
    steering = new Steering(parts, dispatcher, walks, ends);
    store.join("node-1", Duration.ofDays(365), this::granted);
  }

  Parts parts() {
    return new Parts(
        store,
        directory.directory(),
        caller,
        new Followers(this::id, _ -> limits(Duration.ofHours(24)), joins),
        task -> {
          listener.changed(task);
          ends.changed(task);
          if (!deafToJoins) {
            joins.changed(task);
          }
        },
        lease,
        gates,
        new Routing(directory.directory(), _ -> true, gates),
        time);
  }

  private TaskId id(Instant at) {
    return new TaskId(
        String.format("%08x-0000-7000-8000-%012x", at.getEpochSecond(), ids.incrementAndGet()));
  }

  private void granted(LeaseResult result) {
    lease.granted(((LeaseResult.Granted) result).id(), time.nanos());
  }

  private Policies policies() {
    return policies;
  }

  /** From now on the droplet is called within this. */
  void policy(String droplet, DropletPolicy policy) {
    policies = new Policies(Map.of(droplet, policy));
    gates.policiesChanged();
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
    dispatcher.submit(
        new Submission(
            spec(droplet, total), Origin.caller("request-1"), null, loop, outcomes::add));
  }

  /** A task for the droplet that is known, by the contract's limits. */
  void submit() {
    submit("thing", Duration.ofSeconds(30));
  }

  /** A task for the droplet that is known, for whose end nobody waits. */
  void submitAsynchronously() {
    dispatcher.submit(
        new Submission(
            spec("thing", Duration.ofHours(24)).withOptions(TaskOptions.ASYNCHRONOUS),
            Origin.caller("request-1"),
            null,
            loop,
            outcomes::add));
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
