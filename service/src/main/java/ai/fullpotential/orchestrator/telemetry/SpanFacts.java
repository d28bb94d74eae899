package ai.fullpotential.orchestrator.telemetry;

import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Attempt.Outcome;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskStatus;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What spans say of tasks and attempts, in the words of OpenTelemetry's semantic conventions where
 * these have any. As in the log, nothing is told of queries and bodies.
 */
final class SpanFacts {

  private static final int FIRST_FAILURE = 400;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private SpanFacts() {}

  static FinishedSpan.Facts of(Task task, Finished end) {
    boolean failed = end.status() == TaskStatus.ERROR || end.status() == TaskStatus.TIMEOUT;
    AttributesBuilder facts = Attributes.builder();
    facts.put("orchestrator.task.id", task.id().value());
    facts.put("orchestrator.task.kind", task.origin().kind().wire());
    facts.put("orchestrator.task.status", end.status().wire());
    facts.put("orchestrator.task.attempts", task.attempts().size());
    task.spec().droplet().ifPresent(name -> facts.put("orchestrator.droplet.name", name));
    facts.put("orchestrator.request.id", task.requestId());
    if (failed) {
      facts.put("error.type", end.status().wire());
    }
    return new FinishedSpan.Facts(
        task.spec().options().asynchronous() ? SpanKind.CONSUMER : SpanKind.SERVER,
        facts.build(),
        status(failed, end.errorMessage()));
  }

  static FinishedSpan.Facts of(Task task, Attempt attempt, Attempt.End end) {
    Integer status = end.responseStatus();
    boolean refused = status != null && status >= FIRST_FAILURE;
    boolean failed = end.outcome() != Outcome.ANSWERED || refused;
    AttributesBuilder facts = Attributes.builder();
    facts.put("http.request.method", task.spec().method().name());
    facts.put("orchestrator.task.id", task.id().value());
    facts.put("orchestrator.droplet.name", task.dropletOf(attempt));
    facts.put("orchestrator.attempt.outcome", end.outcome().wire());
    facts.put("orchestrator.node", attempt.target().node());
    target(facts, attempt.target().url());
    if (attempt.number() > 1) {
      facts.put("http.request.resend_count", attempt.number() - 1);
    }
    if (status != null) {
      facts.put("http.response.status_code", status);
    }
    if (failed) {
      facts.put("error.type", refused ? String.valueOf(status) : end.outcome().wire());
    }
    return new FinishedSpan.Facts(SpanKind.CLIENT, facts.build(), status(failed, end.error()));
  }

  private static void target(AttributesBuilder facts, String url) {
    int query = url.indexOf('?');
    String withoutQuery = query < 0 ? url : url.substring(0, query);
    facts.put("url.full", withoutQuery);
    URI uri = URI.create(withoutQuery);
    if (uri.getHost() != null) {
      facts.put("server.address", uri.getHost());
      int usual = "https".equals(uri.getScheme()) ? HTTPS : HTTP;
      facts.put("server.port", uri.getPort() < 0 ? usual : uri.getPort());
    }
  }

  private static StatusData status(boolean failed, @Nullable String why) {
    if (!failed) {
      return StatusData.unset();
    }
    return StatusData.create(StatusCode.ERROR, why == null ? "" : why);
  }
}
