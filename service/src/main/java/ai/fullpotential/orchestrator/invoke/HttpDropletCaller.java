package ai.fullpotential.orchestrator.invoke;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.HttpCall;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.HttpOutcome;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskTrace;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.trace.TraceContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes attempts over HTTP. */
public final class HttpDropletCaller implements DropletCaller {

  private static final int MOST_HEADERS = 11;

  private final HttpCaller http;
  private final int maxBytes;
  private final String userAgent;
  private final Predicate<Task> sampled;
  private final Webhooks webhooks;

  /**
   * A caller.
   *
   * @param maxBytes the largest answer that is read
   * @param version told to droplets in User-Agent
   * @param sampled whether a task's trace is recorded, which its droplet is told
   * @param callbacks where ends of tasks are told, and how they are signed
   * @param clock what attempts are signed by
   */
  public HttpDropletCaller(
      HttpCaller http,
      int maxBytes,
      String version,
      Predicate<Task> sampled,
      CallbackSettings callbacks,
      InstantSource clock) {
    this.http = http;
    this.maxBytes = maxBytes;
    this.userAgent = "orchestrator/" + version;
    this.sampled = sampled;
    this.webhooks = new Webhooks(callbacks, clock);
  }

  @Override
  public Call call(DropletCall call, Loop loop, Consumer<AttemptResult> done) {
    Task task = call.task();
    Optional<String> refusal = webhooks.refusal(task, call.droplet());
    if (refusal.isPresent()) {
      return loop.after(Duration.ZERO, () -> done.accept(new AttemptResult.Refused(refusal.get())))
          ::cancel;
    }
    JsonText payload = task.spec().payload();
    byte[] body = payload == null ? null : payload.utf8();
    HttpCall http1 =
        new HttpCall(
            task.spec().method().name(),
            call.droplet(),
            task.spec().path().value(),
            headers(task, body),
            body,
            call.timeout(),
            maxBytes);
    return http.call(http1, loop, outcome -> done.accept(result(outcome)))::cut;
  }

  /** All that a droplet is told beside the call itself; a caller can add nothing. */
  private Map<String, String> headers(Task task, byte @Nullable [] body) {
    String id = task.id().value();
    int attempt = task.attempts().size();
    Map<String, String> headers = HashMap.newHashMap(MOST_HEADERS);
    headers.put("X-Request-ID", task.requestId());
    headers.put("X-Task-ID", id);
    headers.put("X-Attempt", Integer.toString(attempt));
    headers.put("Idempotency-Key", id);
    headers.put("Accept", "application/json, */*;q=0.5");
    headers.put("User-Agent", userAgent);
    headers.put(
        "traceparent",
        TraceContext.traceparent(
            TaskTrace.traceId(task), TaskTrace.spanId(task, attempt), sampled.test(task)));
    String state = TaskTrace.state(task);
    if (state != null) {
      headers.put("tracestate", state);
    }
    headers.putAll(webhooks.headers(task, body));
    return headers;
  }

  private static AttemptResult result(HttpOutcome outcome) {
    return switch (outcome) {
      case HttpOutcome.Answered(int status, var contentType, var retryAfter, byte[] body) ->
          new Answered(status, AnswerBody.of(body, contentType), null, RetryAfter.of(retryAfter));
      case HttpOutcome.TooLarge(int status, int maxBytes) ->
          new Answered(
              status,
              null,
              "the droplet's answer is larger than " + maxBytes + " bytes (RESPONSE_MAX_BYTES)");
      case HttpOutcome.TimedOut(String detail) -> new AttemptResult.TimedOut(detail);
      case HttpOutcome.Refused(String detail) -> new AttemptResult.Refused(detail);
      case HttpOutcome.Unresolved(String detail) -> new AttemptResult.Unresolved(detail);
      case HttpOutcome.Broken(String detail) -> new AttemptResult.Broken(detail);
    };
  }
}
