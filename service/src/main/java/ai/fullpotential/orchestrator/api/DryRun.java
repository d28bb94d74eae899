package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.invoke.TargetUrl;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code dry_run}: what would be called and when each retry would come; nothing is stored or called. */
final class DryRun {

  private final DropletDirectory directory;

  DryRun(DropletDirectory directory) {
    this.directory = directory;
  }

  void answer(Exchange exchange, TaskSpec spec) {
    Optional<Droplet> droplet = directory.find(spec.dropletName());
    if (droplet.isEmpty()) {
      exchange.fail(
          ErrorCode.DROPLET_NOT_FOUND,
          "Droplet '" + spec.dropletName() + "' not found in registry",
          Map.of(
              "requested_droplet", spec.dropletName(),
              "available_droplets", directory.names(),
              "cache_status", directory.status().wire()));
      return;
    }
    exchange.respond(
        Response.ok(
            new Plan(
                true,
                droplet.get().name(),
                spec.method().name(),
                TargetUrl.of(droplet.get().url(), spec.path()),
                spec.options().asynchronous(),
                spec.options().notBefore() == null
                    ? null
                    : Json.epochSeconds(spec.options().notBefore()),
                seconds(spec.limits().attemptTimeout()),
                seconds(spec.limits().total()),
                retries(spec))));
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
      String dropletName,
      String method,
      String targetUrl,
      boolean asynchronous,
      @Nullable BigDecimal runAt,
      BigDecimal attemptTimeoutSeconds,
      BigDecimal timeoutSeconds,
      List<BigDecimal> retriesAfterSeconds) {}
}
