package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.Jitter;
import ai.fullpotential.orchestrator.retry.RetryOn;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.retry.Waits;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.OnUnknown;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Target;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskState;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.Then;
import ai.fullpotential.orchestrator.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Tasks of every kind there can be, whether or not anything would make them. */
final class AnyTask {
  private AnyTask() {}

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** Any strings at all: NUL, control characters, emoji, halves of surrogate pairs, long ones. */
  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(20),
        Arbitraries.strings().all().ofMaxLength(20),
        Arbitraries.strings().alpha().ofMinLength(250).ofMaxLength(600),
        Arbitraries.of(
            "", "\u0000", "a\u0000b", "\ud83d", "\ude00x", "😀", "\u2028", "\"\\/", "é"));
  }

  private static Arbitrary<JsonText> json() {
    return Arbitraries.oneOf(
        Arbitraries.of(
                "null",
                "[1.10,-0,1E+2,1e400,12345678901234567890.000000000000000001]",
                "{\"a\":{\"\":[]},\"\\u0000\":\"\\u0000😀\"}",
                "true")
            .map(AnyTask::compact),
        texts().map(Json::string));
  }

  private static JsonText compact(String text) {
    return Json.compact(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(-62_135_596_800_000_000L, 253_402_300_799_999_999L)
        .map(TaskCodec::instant);
  }

  private static Arbitrary<Duration> spans() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, Long.MAX_VALUE / 2).map(Duration::ofNanos),
        Arbitraries.longs().between(0, 100_000).map(Duration::ofMillis));
  }

  private static Arbitrary<Duration> lengths() {
    return Arbitraries.oneOf(
        spans().map(d -> d.plusNanos(1)),
        Arbitraries.of(Duration.ofSeconds(Long.MAX_VALUE, 5), Duration.ofDays(400_000)));
  }

  private static Arbitrary<Waits> waits() {
    return Arbitraries.oneOf(
        Combinators.combine(
                spans(),
                Arbitraries.oneOf(
                    Arbitraries.doubles().between(1, 1e300),
                    Arbitraries.of(1.0, 2.0, 1.1, Double.POSITIVE_INFINITY)),
                spans())
            .as(
                (a, m, b) ->
                    new Backoff(a.compareTo(b) < 0 ? a : b, m, a.compareTo(b) < 0 ? b : a)),
        lengths().list().ofMinSize(1).ofMaxSize(4).map(Waits.Listed::new));
  }

  private static Arbitrary<Jitter> jitters() {
    Arbitrary<Double> share = Arbitraries.doubles().between(0, 1).ofScale(6);
    return Arbitraries.oneOf(
        Arbitraries.of(Jitter.NONE, Jitter.FULL, Jitter.percent(12.5)),
        Combinators.combine(share, share).as(Jitter::new));
  }

  private static Arbitrary<RetryOn> retryOn() {
    Arbitrary<RetryOn.Range> range =
        Combinators.combine(
                Arbitraries.integers().between(100, 599), Arbitraries.integers().between(100, 599))
            .as((a, b) -> new RetryOn.Range(Math.min(a, b), Math.max(a, b)));
    return Arbitraries.oneOf(
        Arbitraries.just(RetryOn.DEFAULT),
        Combinators.combine(
                range.list().ofMaxSize(3), Arbitraries.of(true, false), Arbitraries.of(true, false))
            .as(RetryOn::new));
  }

  private static Arbitrary<TaskLimits> limits() {
    Arbitrary<RetryPolicy> policy =
        Combinators.combine(
                Arbitraries.integers().between(0, Integer.MAX_VALUE),
                waits(),
                jitters(),
                retryOn(),
                Arbitraries.of(true, false))
            .as(RetryPolicy::new);
    return Combinators.combine(
            policy, lengths(), lengths(), Arbitraries.integers().between(0, Integer.MAX_VALUE))
        .as(TaskLimits::new);
  }

  private static Arbitrary<TaskPath> paths() {
    return Arbitraries.of("/", "/a/b?q=%00&x='", "/%F0%9F%98%80", "/" + "x".repeat(2000))
        .map(TaskPath::new);
  }

  private static Arbitrary<Callback> callbacks() {
    List<TaskStatus> ends =
        EnumSet.allOf(TaskStatus.class).stream().filter(TaskStatus::isFinal).toList();
    return Combinators.combine(texts(), paths(), Arbitraries.of(ends).set()).as(Callback::new);
  }

  private static Arbitrary<Then> thens(int depth) {
    if (depth == 0) {
      return Arbitraries.just(Then.NOTHING);
    }
    Arbitrary<Then.FollowUp> follow =
        Combinators.combine(specs(depth - 1), Arbitraries.of(true, false)).as(Then.FollowUp::new);
    Arbitrary<@Nullable Then> join = thens(depth - 1).injectNull(0.5);
    return Combinators.combine(follow.list().ofMaxSize(2), join)
        .as((tasks, after) -> new Then(tasks, tasks.isEmpty() ? null : after));
  }

  private static Arbitrary<TaskOptions> options(int depth) {
    Arbitrary<TaskOptions> any =
        Combinators.combine(
                Arbitraries.of(true, false),
                Arbitraries.integers().between(1, 10),
                times().injectNull(0.5),
                times().injectNull(0.5),
                Arbitraries.of(OnUnknown.values()),
                texts().list().ofMaxSize(3),
                callbacks().injectNull(0.5),
                thens(depth))
            .as(TaskOptions::new);
    return Arbitraries.oneOf(Arbitraries.of(TaskOptions.PLAIN, TaskOptions.ASYNCHRONOUS), any, any);
  }

  private static Arbitrary<TaskSpec> specs(int depth) {
    return Combinators.combine(
            texts(),
            Arbitraries.of(Method.values()),
            paths(),
            json().injectNull(0.3),
            json().injectNull(0.3),
            limits(),
            options(depth))
        .as(TaskSpec::new);
  }

  private static Arbitrary<Origin> origins() {
    return Combinators.combine(
            texts(),
            Arbitraries.of(Origin.Kind.values()),
            texts().injectNull(0.5),
            traces().injectNull(0.5),
            texts().injectNull(0.5))
        .as(Origin::new);
  }

  private static Arbitrary<TraceContext> traces() {
    return Combinators.combine(
            Arbitraries.strings().withChars("0123456789abcdef").ofLength(32),
            Arbitraries.strings().withChars("0123456789abcdef").ofLength(16),
            Arbitraries.of(TraceContext.Sampled.values()),
            texts().injectNull(0.5))
        .as(TraceContext::new);
  }

  private static Arbitrary<TaskState> states() {
    List<TaskStatus> ends =
        EnumSet.allOf(TaskStatus.class).stream().filter(TaskStatus::isFinal).toList();
    return Arbitraries.oneOf(
        Combinators.combine(times(), Arbitraries.of(TaskState.Waiting.values()), times())
            .as(TaskState.Queued::new),
        Arbitraries.just(new TaskState.Running()),
        times().map(TaskState.Held::new),
        Combinators.combine(
                Arbitraries.of(ends),
                times(),
                Arbitraries.integers().between(100, 999).injectNull(0.3),
                json().injectNull(0.3),
                texts().injectNull(0.3))
            .as(TaskState.Finished::new));
  }

  private static Arbitrary<Attempt> attempts(boolean open) {
    Arbitrary<Target> target =
        Combinators.combine(texts(), Arbitraries.of(Target.RegistryState.values()), texts())
            .as(Target::new);
    Arbitrary<Integer> numbers = Arbitraries.integers().greaterOrEqual(1);
    if (open) {
      return Combinators.combine(numbers, times(), target)
          .as((number, at, to) -> new Attempt(number, at, to, null));
    }
    Arbitrary<Attempt.End> end =
        Combinators.combine(
                times(),
                Arbitraries.of(Attempt.Outcome.values()),
                Arbitraries.integers().between(100, 999).injectNull(0.3),
                texts().injectNull(0.3))
            .as(Attempt.End::new);
    return Combinators.combine(numbers, times(), target, end).as(Attempt::new);
  }

  /** Any task. */
  static Arbitrary<Task> tasks() {
    Arbitrary<TaskId> ids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
            .as((high, low) -> new TaskId(new UUID(high, low).toString()));
    return Combinators.combine(
            ids,
            origins(),
            specs(2),
            times(),
            states(),
            attempts(false).list().ofMaxSize(3),
            attempts(true),
            lengths().map(d -> d.minusNanos(1)))
        .as(AnyTask::task);
  }

  private static Task task(
      TaskId id,
      Origin origin,
      TaskSpec spec,
      Instant createdAt,
      TaskState state,
      List<Attempt> ended,
      Attempt open,
      Duration excused) {
    List<Attempt> attempts = new ArrayList<>(ended);
    if (state instanceof TaskState.Running) {
      attempts.add(open);
    }
    return new Task(id, origin, spec, createdAt, state, attempts, excused);
  }

  /** A queued task with these tags. */
  static Task tagged(List<String> tags) {
    Task plain = plain(Json.string("x"));
    TaskOptions options =
        new TaskOptions(false, 5, null, null, OnUnknown.RETRY, tags, null, Then.NOTHING);
    return Task.accepted(plain.id(), plain.origin(), plain.spec().withOptions(options), START);
  }

  /** A queued task that asks for nothing special. */
  static Task plain(JsonText payload) {
    TaskLimits limits =
        new TaskLimits(
            new RetryPolicy(3, Backoff.doubling(Duration.ofSeconds(1))),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            10240);
    TaskSpec spec =
        new TaskSpec("registry", Method.POST, new TaskPath("/health"), payload, null, limits);
    return Task.accepted(
        new TaskId("01900000-0000-7000-8000-0000000000aa"),
        Origin.caller("5c6ec9c0-8a0d-7000-8000-000000000000"),
        spec,
        START);
  }
}
