package ai.fullpotential.orchestrator.logging;

import ai.fullpotential.orchestrator.net.ExchangeListener;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line for each answered request, without its query, headers and bodies. */
public final class RequestLog implements ExchangeListener {

  private static final int LONGEST_PATH = 256;

  private final Logger log;

  /** Logs under its own name. */
  public RequestLog() {
    this(LoggerFactory.getLogger(RequestLog.class));
  }

  /** For the Registry in this process, whose lines would else look like this service's own. */
  public static RequestLog ofEmbeddedRegistry() {
    return new RequestLog(
        LoggerFactory.getLogger(RequestLog.class.getPackageName() + ".RegistryRequestLog"));
  }

  RequestLog(Logger log) {
    this.log = log;
  }

  @Override
  public void answered(
      String method,
      String path,
      String template,
      int status,
      String requestId,
      @Nullable String traceId,
      Duration took) {
    if (!log.isInfoEnabled()) {
      return;
    }
    log.atInfo()
        .addKeyValue("method", method)
        .addKeyValue(
            "path", path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path)
        .addKeyValue("route", template.isEmpty() ? "none" : template)
        .addKeyValue("status", status)
        .addKeyValue("duration_ms", BigDecimal.valueOf(took.toNanos() / 1000, 3))
        .addKeyValue("request_id", requestId)
        .addKeyValue("trace_id", traceId)
        .log("request");
  }
}
