package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.time.TimeSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every service of the mesh answers (contract A7), and the page at the root. */
final class UdcResource {

  private static final Logger log = LoggerFactory.getLogger(UdcResource.class);
  private static final List<String> FEATURES =
      List.of("droplet_registration", "droplet_lookup", "persistence");
  private static final List<String> MESSAGE_TYPES = List.of("status", "event", "command", "query");
  private static final double MIB = 1024.0 * 1024;
  private static final int MAX_TRACE_ID = 128;
  private static final int MAX_NAME = 255;
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark">
      <title>Registry</title>
      <h1>Registry</h1>
      <p>Knows the droplets of this mesh. It is embedded in the orchestrator.</p>
      <ul>
      <li><a href="/droplets">Droplets</a>
      <li><a href="/health">Health</a>
      <li><a href="/capabilities">Capabilities</a>
      </ul>
      </html>
      """;

  private final EntryBook book;
  private final RequestTally tally;
  private final String version;
  private final TimeSource time;
  private final long startNanos;
  private final Instant started;

  UdcResource(EntryBook book, RequestTally tally, String version, TimeSource time) {
    this.book = book;
    this.tally = tally;
    this.version = version;
    this.time = time;
    this.startNanos = time.nanos();
    this.started = time.instant();
  }

  List<Route> routes() {
    return List.of(
        Route.quick("GET", "/health", Access.OPEN, this::health),
        Route.quick("GET", "/capabilities", Access.OPEN, this::capabilities),
        // The first look at the processor's load makes the platform load a good deal of code.
        Route.blocking("GET", "/state", Access.OPEN, this::state),
        Route.quick("GET", "/dependencies", Access.OPEN, this::dependencies),
        Route.quick("POST", "/message", Access.OPEN, this::message),
        Route.quick("GET", "/message", Access.OPEN, this::messageUsage),
        Route.quick("GET", "/send", Access.OPEN, this::sendUsage),
        Route.quick("GET", "/", Access.OPEN, this::page));
  }

  private record Health(
      String status,
      String service,
      String version,
      String timestamp,
      long uptimeSeconds,
      int dropletsRegistered,
      Map<String, String> dependencies) {}

  private record Capabilities(
      String version,
      List<String> features,
      List<String> dependencies,
      String udcVersion,
      Map<String, String> metadata) {}

  private record State(
      String state,
      double cpuPercent,
      double memoryMb,
      long uptimeSeconds,
      long requestsTotal,
      long requestsPerMinute,
      long errorsLastHour,
      String lastRestart) {}

  private record Receipt(boolean received, String traceId, String processedAt, String result) {}

  private void health(Exchange exchange) {
    exchange.respond(
        Response.ok(
            new Health(
                "active",
                "registry",
                version,
                iso(time.instant()),
                uptime(),
                book.size(),
                Map.of())));
  }

  private void capabilities(Exchange exchange) {
    exchange.respond(
        Response.ok(
            new Capabilities(
                version, FEATURES, List.of(), "1.0", Map.of("embedded_in", "orchestrator"))));
  }

  private void state(Exchange exchange) {
    double cpu =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuLoad();
    exchange.respond(
        Response.ok(
            new State(
                "active",
                oneDecimal(Math.max(0, cpu) * 100),
                oneDecimal(ResidentMemory.bytes() / MIB),
                uptime(),
                tally.total(),
                tally.perMinute(),
                tally.errorsLastHour(),
                iso(started))));
  }

  private void dependencies(Exchange exchange) {
    exchange.respond(Response.ok(new Dependencies(List.of(), List.of(), List.of())));
  }

  private void message(Exchange exchange) {
    Optional<ObjectNode> body = JsonBody.read(exchange);
    if (body.isEmpty()) {
      return;
    }
    List<Fault> faults = new ArrayList<>();
    JsonNode type = body.get().path("message_type");
    if (!isAbsent(type) && !MESSAGE_TYPES.contains(type.asText())) {
      faults.add(new Fault("message_type", "must be one of " + String.join(", ", MESSAGE_TYPES)));
    }
    JsonNode trace = body.get().path("trace_id");
    if (!isAbsent(trace) && !trace.isTextual()) {
      faults.add(new Fault("trace_id", "must be a string"));
    }
    checkLength(body.get(), "trace_id", MAX_TRACE_ID, faults);
    checkLength(body.get(), "source", MAX_NAME, faults);
    checkLength(body.get(), "target", MAX_NAME, faults);
    if (!faults.isEmpty()) {
      JsonBody.invalid(exchange, faults);
      return;
    }
    String traceId = trace.isTextual() ? trace.textValue() : exchange.requestId();
    log.atInfo()
        .addKeyValue("request_id", exchange.requestId())
        .addKeyValue("trace_id", Json.string(traceId))
        .log("the embedded registry received a message");
    exchange.respond(Response.ok(new Receipt(true, traceId, iso(time.instant()), "success")));
  }

  /** These are logged and passed around, and so are kept short. */
  private static void checkLength(ObjectNode body, String field, int longest, List<Fault> faults) {
    JsonNode value = body.path(field);
    if (value.isTextual() && value.textValue().length() > longest) {
      faults.add(new Fault(field, "must have at most " + longest + " characters"));
    }
  }

  private void messageUsage(Exchange exchange) {
    exchange.respond(
        Response.ok(
            new Usage(
                "POST a JSON object to /message",
                List.of("trace_id", "source", "target", "message_type", "payload", "timestamp"),
                MESSAGE_TYPES)));
  }

  /** Checkers of the mesh ask for it; a Registry has nothing to send. */
  private void sendUsage(Exchange exchange) {
    exchange.respond(
        Response.ok(
            new Usage(
                "This Registry sends no messages; POST to the orchestrator's /send",
                List.of(),
                MESSAGE_TYPES)));
  }

  private void page(Exchange exchange) {
    exchange.respond(
        new Response(
            200,
            "text/html; charset=utf-8",
            PAGE.getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")));
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private long uptime() {
    return time.since(startNanos).toSeconds();
  }

  private static String iso(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static double oneDecimal(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private record Dependencies(List<String> required, List<String> optional, List<String> missing) {}

  private record Usage(String usage, List<String> fields, List<String> messageType) {}
}
