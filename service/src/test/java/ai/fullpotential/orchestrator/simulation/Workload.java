package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.OnUnknown;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.Then;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws what callers ask for. */
final class Workload {

  private static final TaskPath PATH = new TaskPath("/work");

  private final World world;

  Workload(World world) {
    this.world = world;
  }

  /** Retries after half a second, a second, two, …; an attempt may take 700 ms. */
  static TaskLimits limits(int retries, Duration total) {
    return new TaskLimits(
        new RetryPolicy(retries, Backoff.doubling(Duration.ofMillis(500))),
        Duration.ofMillis(700),
        total,
        1024);
  }

  TaskSpec draw() {
    boolean asynchronous = world.chance(0.7);
    Duration total = Duration.ofSeconds(asynchronous ? 40 : 8);
    TaskLimits limits = limits(world.random.nextInt(5), total);
    return new TaskSpec(droplet(), Method.POST, PATH, null, null, limits, options(asynchronous));
  }

  private String droplet() {
    return world.chance(0.5) ? "alpha" : "Beta";
  }

  private TaskOptions options(boolean asynchronous) {
    Instant now = world.instant();
    boolean later = asynchronous && world.chance(0.3);
    Callback callback =
        world.chance(0.2)
            ? new Callback("alpha", PATH, Set.of(TaskStatus.SUCCESS, TaskStatus.ERROR))
            : null;
    return new TaskOptions(
        asynchronous,
        1 + world.random.nextInt(TaskOptions.LAST_PRIORITY),
        later ? now.plus(world.upTo(Duration.ofSeconds(12))) : null,
        deadline(now),
        world.chance(0.2) ? OnUnknown.HOLD : OnUnknown.RETRY,
        List.of(),
        callback,
        then());
  }

  private @Nullable Instant deadline(Instant now) {
    return world.chance(0.1)
        ? now.plus(world.between(Duration.ofSeconds(3), Duration.ofSeconds(20)))
        : null;
  }

  private Then then() {
    if (world.chance(0.8)) {
      return Then.NOTHING;
    }
    TaskSpec next =
        new TaskSpec(
            "beta",
            Method.PUT,
            PATH,
            null,
            null,
            limits(3, Duration.ofSeconds(40)),
            TaskOptions.ASYNCHRONOUS);
    return new Then(List.of(new Then.FollowUp(next, true)), null);
  }
}
