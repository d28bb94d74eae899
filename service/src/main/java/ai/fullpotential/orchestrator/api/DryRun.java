package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code dry_run}: what would be called and when each retry would come; nothing is stored or called. */
final class DryRun {

  private final Dispatcher dispatcher;

  DryRun(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** Gives the answer on the exchange's loop, once it is known whether all droplets are. */
  void plan(Exchange exchange, TaskSpec spec, Consumer<Response> answer) {
    dispatcher.resolve(
        spec,
        exchange.loop(),
        (named, target) -> answer.accept(Response.ok(plan(named, target))),
        unknown -> answer.accept(TaskAnswer.of(exchange, unknown)));
  }

  private static Plan plan(TaskSpec spec, @Nullable String targetUrl) {
    return new Plan(
        true,
        spec.droplet().orElse(null),
        spec.capability(),
        spec.method().name(),
        targetUrl,
        spec.options().asynchronous(),
        spec.options().notBefore() == null ? null : Json.epochSeconds(spec.options().notBefore()),
        seconds(spec.limits().attemptTimeout()),
        seconds(spec.limits().total()),
        retries(spec));
  }

  /** Counted from the first attempt, as if each failed at once and no jitter came. */
  private static List<BigDecimal> retries(TaskSpec spec) {
    RetryPolicy policy = spec.limits().retry();
    List<BigDecimal> retries = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (int retry = 1; retry <= policy.maxRetries(); retry++) {
      at = at.plus(policy.backoff().before(retry));
      if (at.compareTo(spec.limits().total()) >= 0) {
        break;
      }
      retries.add(seconds(at));
    }
    return retries;
  }

  private static BigDecimal seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  private record Plan(
      boolean dryRun,
      @Nullable String dropletName,
      @Nullable String capability,
      String method,
      @Nullable String targetUrl,
      boolean asynchronous,
      @Nullable BigDecimal runAt,
      BigDecimal attemptTimeoutSeconds,
      BigDecimal timeoutSeconds,
      List<BigDecimal> retriesAfterSeconds) {}
}
