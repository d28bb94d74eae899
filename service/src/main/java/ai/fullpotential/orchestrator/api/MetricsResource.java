package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.metrics.Metrics;
import ai.fullpotential.orchestrator.metrics.MetricsFormat;
import ai.fullpotential.orchestrator.metrics.ProcessState;
import ai.fullpotential.orchestrator.metrics.ServiceMetrics;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /metrics} and {@code /state}: how the service does, in figures (contract A5 and A7). */
public final class MetricsResource {

  private final Metrics metrics;
  private final ServiceMetrics requests;
  private final ProcessState process;
  private final Supplier<String> status;

  /**
   * The resource.
   *
   * @param status the word that health tells: active, inactive or error
   */
  public MetricsResource(
      Metrics metrics, ServiceMetrics requests, ProcessState process, Supplier<String> status) {
    this.metrics = metrics;
    this.requests = requests;
    this.process = process;
    this.status = status;
  }

  /** Its routes. Reading the process's figures reads files, so it is not done on a loop. */
  public List<Route> routes() {
    return List.of(
        Route.blocking(
            "GET",
            "/metrics",
            Access.READ,
            exchange -> answer(exchange, MetricsFormat.of(exchange.header("Accept")))),
        Route.blocking(
            "GET",
            "/metrics/prometheus",
            Access.READ,
            exchange -> answer(exchange, MetricsFormat.ofPrometheus(exchange.header("Accept")))),
        Route.blocking("GET", "/state", Access.READ, this::state));
  }

  private void answer(Exchange exchange, MetricsFormat format) {
    exchange.respond(new Response(200, format.contentType(), metrics.render(format), Map.of()));
  }

  private void state(Exchange exchange) {
    exchange.respond(
        Response.ok(
            new State(
                status.get(),
                process.cpuPercent(),
                process.memoryMb(),
                process.uptime().toSeconds(),
                requests.requestsTotal(),
                requests.requestsLastMinute(),
                requests.errorsLastHour(),
                process.lastRestart().truncatedTo(ChronoUnit.MILLIS).toString())));
  }

  private record State(
      String state,
      double cpuPercent,
      double memoryMb,
      long uptimeSeconds,
      long requestsTotal,
      long requestsPerMinute,
      long errorsLastHour,
      String lastRestart) {}
}
