package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.AttemptResult.TimedOut;
import ai.fullpotential.orchestrator.task.Target.RegistryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in any state, for tests. Each is walked there by the real {@link TaskMachine}, so no test
 * works on a task that could not exist. {@link #task()} starts from the contract's defaults; the
 * {@code with…} methods change what a test cares about; the rest of the methods walk.
 *
 * @param spec what is asked for
 * @param createdAt when it is accepted
 * @param took what each attempt takes
 */
public record TestTasks(TaskSpec spec, Instant createdAt, Duration took) {

  /** When tasks are accepted, unless told otherwise. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** Where every attempt goes. */
  public static final Target TARGET =
      new Target("http://localhost:8000/health", RegistryState.FRESH, "node-1");

  private static final AtomicLong IDS = new AtomicLong();

  /** A GET of /health at the droplet "registry": retries after 1, 2 and 4 s, 5 s an attempt, 30 s. */
  public static TestTasks task() {
    return new TestTasks(
        new TaskSpec("registry", Method.GET, new TaskPath("/health"), null, null, limits(3)),
        START,
        Duration.ofMillis(45));
  }

  /** The contract's limits (A3), with so many retries. */
  public static TaskLimits limits(int maxRetries) {
    return new TaskLimits(
        new RetryPolicy(maxRetries, Backoff.doubling(Duration.ofSeconds(1))),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        10240);
  }

  /** An id that sorts after all given before. */
  public static TaskId id() {
    return new TaskId(String.format("01900000-0000-7000-8000-%012x", IDS.incrementAndGet()));
  }

  /** For the droplet of this name. */
  public TestTasks withDroplet(String name) {
    return with(spec.forDroplet(name));
  }

  /** For any droplet with this capability; none is chosen yet. */
  public TestTasks withCapability(String name) {
    return with(
        new TaskSpec(
            "",
            spec.method(),
            spec.path(),
            spec.payload(),
            spec.meta(),
            spec.limits(),
            spec.options(),
            name));
  }

  /** With this body to send and these notes. */
  public TestTasks withPayload(@Nullable JsonText payload, @Nullable JsonText meta) {
    return with(
        new TaskSpec(
            spec.dropletName(),
            spec.method(),
            spec.path(),
            payload,
            meta,
            spec.limits(),
            spec.options()));
  }

  /** Within these limits. */
  public TestTasks withLimits(TaskLimits limits) {
    return with(spec.withLimits(limits));
  }

  /** With these options. */
  public TestTasks withOptions(TaskOptions options) {
    return with(spec.withOptions(options));
  }

  /** Asynchronous, of this priority, and not due before this time unless that is null. */
  public TestTasks asynchronous(int priority, @Nullable Instant notBefore) {
    return withOptions(
        new TaskOptions(
            true, priority, notBefore, null, OnUnknown.HOLD, List.of(), null, Then.NOTHING));
  }

  /** With these tags. */
  public TestTasks withTags(String... tags) {
    TaskOptions options = spec.options();
    return withOptions(
        new TaskOptions(
            options.asynchronous(),
            options.priority(),
            options.notBefore(),
            options.deadline(),
            options.onUnknown(),
            List.of(tags),
            options.callback(),
            options.then()));
  }

  /** Accepted at this time. */
  public TestTasks withCreatedAt(Instant at) {
    return new TestTasks(spec, at, took);
  }

  /** With attempts that take so long. */
  public TestTasks withTook(Duration each) {
    return new TestTasks(spec, createdAt, each);
  }

  private TestTasks with(TaskSpec changed) {
    return new TestTasks(changed, createdAt, took);
  }

  /** Not tried yet. */
  public Task accepted() {
    return Task.accepted(id(), Origin.caller("request-1"), spec, createdAt);
  }

  /** Its first attempt is open. */
  public Task running() {
    return started(accepted());
  }

  /** Its first attempt was refused, its second is waited for. */
  public Task waiting() {
    return ended(running(), new Refused("connection refused"));
  }

  /** Answered at once with 200. */
  public Task succeeded() {
    return answered(200, Json.string("active"));
  }

  /** Answered at once like this. */
  public Task answered(int status, @Nullable JsonText body) {
    return ended(running(), new Answered(status, body, null));
  }

  /** Answered with 200 after so many attempts were refused. */
  public Task succeededAfter(int refused) {
    Task task = running();
    for (int i = 0; i < refused; i++) {
      task = started(ended(task, new Refused("connection refused")));
    }
    return ended(task, new Answered(200, Json.string("active"), null));
  }

  /** Every allowed attempt was refused. */
  public Task failed() {
    Task task = ended(running(), new Refused("connection refused"));
    while (task.finished().isEmpty()) {
      task = ended(started(task), new Refused("connection refused"));
    }
    return task;
  }

  /** Its total time ran out in its first attempt. */
  public Task timedOut() {
    Task running = running();
    return TaskMachine.step(
            running, new TaskEvent.AttemptEnded(new TimedOut("no answer")), running.deadline())
        .task();
  }

  /** The task with its next attempt open, started at the moment it waited for. */
  public static Task started(Task queued) {
    Instant at =
        queued.state() instanceof TaskState.Queued waiting ? waiting.until() : queued.createdAt();
    return TaskMachine.step(queued, new TaskEvent.Due(TARGET), at).task();
  }

  /** The task after its open attempt ended like this. */
  public Task ended(Task running, AttemptResult result) {
    Instant at = running.lastAttempt().orElseThrow().startedAt().plus(took);
    return TaskMachine.step(running, new TaskEvent.AttemptEnded(result), at).task();
  }
}
