package ai.fullpotential.orchestrator.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.fullpotential.orchestrator.invoke.TargetUrl;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Step;
import ai.fullpotential.orchestrator.task.Target;
import ai.fullpotential.orchestrator.task.Target.RegistryState;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One number for each decision and each check that a task passes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PureParts {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final BaseUrl droplet = BaseUrl.parse("http://droplet.example:8080/base").orElseThrow();
  private final TaskPath path = new TaskPath("/v1/items/42?expand=owner&limit=10");
  private final byte[] body =
      "{\"status\":\"active\",\"items\":[1,2.50,3],\"owner\":{\"name\":\"Ada\",\"id\":17}}"
          .getBytes(UTF_8);
  private final JsonText answer = Json.compact(body).orElseThrow();
  private final Target target =
      new Target(TargetUrl.of(droplet, path), RegistryState.FRESH, "node-1");
  private final TaskEvent answered =
      new TaskEvent.AttemptEnded(new AttemptResult.Answered(200, answer, null));
  private final TaskEvent refused =
      new TaskEvent.AttemptEnded(new AttemptResult.Refused("connection refused"));
  private final Task queued =
      Task.accepted(
          new TaskId("0199d0a0-0000-7000-8000-000000000000"),
          Origin.caller("request"),
          new TaskSpec(
              "droplet",
              Method.GET,
              path,
              null,
              null,
              new TaskLimits(
                  new RetryPolicy(3, Backoff.doubling(Duration.ofSeconds(1))),
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(30),
                  10240)),
          NOW);
  private final Task running = TaskMachine.step(queued, new TaskEvent.Due(target), NOW).task();

  /** Opening an attempt. */
  @Benchmark
  public Step open() {
    return TaskMachine.step(queued, new TaskEvent.Due(target), NOW);
  }

  /** Ending a task with an answer. */
  @Benchmark
  public Step settle() {
    return TaskMachine.step(running, answered, NOW);
  }

  /** Deciding on a retry. */
  @Benchmark
  public Step retry() {
    return TaskMachine.step(running, refused, NOW);
  }

  /** Checking a path by its grammar. */
  @Benchmark
  public Optional<String> checkPath() {
    return TaskPath.fault(path.value());
  }

  /** Building a URL, reading it back and comparing. */
  @Benchmark
  public String targetUrl() {
    return TargetUrl.of(droplet, path);
  }

  /** Reading and compacting a droplet's answer. */
  @Benchmark
  public Optional<JsonText> compact() {
    return Json.compact(body);
  }
}
