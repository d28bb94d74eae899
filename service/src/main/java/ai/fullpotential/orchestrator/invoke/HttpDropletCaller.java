package ai.fullpotential.orchestrator.invoke;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.HttpCall;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.HttpOutcome;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.time.Loop;
import java.util.Map;
import java.util.function.Consumer;

/** Makes attempts over HTTP. */
public final class HttpDropletCaller implements DropletCaller {

  private final HttpCaller http;
  private final int maxBytes;
  private final String userAgent;

  /**
   * A caller.
   *
   * @param maxBytes the largest answer that is read
   * @param version told to droplets in User-Agent
   */
  public HttpDropletCaller(HttpCaller http, int maxBytes, String version) {
    this.http = http;
    this.maxBytes = maxBytes;
    this.userAgent = "orchestrator/" + version;
  }

  @Override
  public Call call(DropletCall call, Loop loop, Consumer<AttemptResult> done) {
    Task task = call.task();
    JsonText payload = task.spec().payload();
    HttpCall http1 =
        new HttpCall(
            task.spec().method().name(),
            call.droplet(),
            task.spec().path().value(),
            headers(task),
            payload == null ? null : payload.utf8(),
            call.timeout(),
            maxBytes);
    return http.call(http1, loop, outcome -> done.accept(result(outcome)))::cut;
  }

  /** All that a droplet is told beside the call itself; a caller can add nothing. */
  private Map<String, String> headers(Task task) {
    String id = task.id().value();
    return Map.of(
        "X-Request-ID",
        task.requestId(),
        "X-Task-ID",
        id,
        "X-Attempt",
        Integer.toString(task.attempts().size()),
        "Idempotency-Key",
        id,
        "Accept",
        "application/json, */*;q=0.5",
        "User-Agent",
        userAgent);
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
