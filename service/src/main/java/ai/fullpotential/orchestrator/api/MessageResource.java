package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Submission;
import ai.fullpotential.orchestrator.dispatch.TaskOutcome;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.Step.Ending;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /message} and {@code /send}: UDC messages, in and out (contract A7). */
public final class MessageResource {

  private static final Logger log = LoggerFactory.getLogger(MessageResource.class);
  private static final List<String> TYPES = List.of("status", "event", "command", "query");
  private static final List<String> PRIORITIES = List.of("high", "normal", "low");
  private static final Set<String> RECEIVED =
      Set.of("trace_id", "source", "target", "message_type", "payload", "timestamp");
  private static final Set<String> SENT =
      Set.of("target", "message_type", "payload", "priority", "retry_count", "trace_id");
  private static final int MAX_RETRIES = 10;
  private static final int MAX_NAME = 255;
  private static final int MAX_TRACE = 128;

  private final Dispatcher dispatcher;
  private final TaskDefaults defaults;
  private final long dropletId;
  private final InstantSource clock;

  /**
   * The resource.
   *
   * @param defaults what a message's task is given unless it says otherwise
   * @param dropletId ours, told as the source of what we send
   */
  public MessageResource(
      Dispatcher dispatcher, TaskDefaults defaults, long dropletId, InstantSource clock) {
    this.dispatcher = dispatcher;
    this.defaults = defaults;
    this.dropletId = dropletId;
    this.clock = clock;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.quick("POST", "/message", Access.SUBMIT, this::receive),
        Route.quick(
            "GET", "/message", Access.OPEN, exchange -> usage(exchange, "message", RECEIVED)),
        Route.quick("POST", "/send", Access.SUBMIT, this::send),
        Route.quick("GET", "/send", Access.OPEN, exchange -> usage(exchange, "send", SENT)));
  }

  private void receive(Exchange exchange) {
    if (!Answers.takesJson(exchange)) {
      return;
    }
    BodyFields fields =
        BodyFields.readOpen(
            exchange.body(), RECEIVED, Set.of("source", "target", "payload", "timestamp"));
    String trace = fields.text("trace_id", MAX_TRACE).orElse(exchange.requestId());
    String type = fields.word("message_type", TYPES).orElse("event");
    String source = name(fields, "source");
    String target = name(fields, "target");
    if (!fields.faults().isEmpty()) {
      Answers.invalid(exchange, fields.faults());
      return;
    }
    log.atInfo()
        .addKeyValue("request_id", exchange.requestId())
        .addKeyValue("trace_id", trace)
        .addKeyValue("type", type)
        .addKeyValue("source", source)
        .addKeyValue("target", target)
        .log("message received");
    exchange.respond(Response.ok(new Receipt(true, trace, now(), "success")));
  }

  /** A droplet may be named by its name or its number. */
  private static String name(BodyFields fields, String field) {
    String text = fields.json(field).map(JsonText::toString).orElse("");
    if (text.startsWith("{")
        || text.startsWith("[")
        || text.equals("true")
        || text.equals("false")) {
      fields.fault(field, "must be a string or a number");
    } else if (text.length() > MAX_NAME) {
      fields.fault(field, "must have at most " + MAX_NAME + " characters");
    }
    return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }

  private void send(Exchange exchange) {
    if (!Answers.takesJson(exchange)) {
      return;
    }
    BodyFields fields = BodyFields.read(exchange.body(), SENT, Set.of("payload", "retry_count"));
    Optional<String> target = fields.requiredText("target", MAX_NAME);
    String type = fields.word("message_type", TYPES).orElse("event");
    String priority = fields.word("priority", PRIORITIES).orElse("normal");
    String trace = fields.text("trace_id", MAX_TRACE).orElse(exchange.requestId());
    Optional<Integer> retries = fields.integer("retry_count", 0, MAX_RETRIES);
    if (!fields.faults().isEmpty() || target.isEmpty()) {
      Answers.invalid(exchange, fields.faults());
      return;
    }
    JsonText message =
        Json.of(
            new Message(
                trace,
                dropletId,
                target.get(),
                type,
                fields.json("payload").orElse(JsonText.NULL),
                priority,
                now()));
    TaskSpec spec =
        new TaskSpec(
            target.get(),
            Method.POST,
            new TaskPath("/message"),
            message,
            Json.of(new Notes(type, priority, trace)),
            limits(target.get(), retries));
    dispatcher.submit(
        new Submission(
            spec,
            Answers.origin(exchange),
            null,
            exchange.loop(),
            outcome -> exchange.guarded(() -> sent(exchange, outcome, trace, target.get()))));
  }

  private TaskLimits limits(String target, Optional<Integer> retries) {
    TaskLimits usual = defaults.limits(target, false);
    return new TaskLimits(
        retries.map(usual.retry()::withMaxRetries).orElse(usual.retry()),
        usual.attemptTimeout(),
        usual.total(),
        usual.keepBytes());
  }

  private void sent(Exchange exchange, TaskOutcome outcome, String trace, String target) {
    if (outcome instanceof TaskOutcome.Ended(var task, Ending.Responded _)) {
      boolean taken = task.status() == TaskStatus.SUCCESS;
      exchange.respond(
          Response.ok(
              new Sent(
                  taken, trace, target, now(), taken ? "success" : "error", task.id().value())));
    } else {
      TaskAnswer.send(exchange, outcome);
    }
  }

  private static void usage(Exchange exchange, String path, Set<String> fields) {
    exchange.respond(
        Response.ok(
            new Usage("POST a JSON object to /" + path, fields.stream().sorted().toList(), TYPES)));
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private record Receipt(boolean received, String traceId, String processedAt, String result) {}

  private record Sent(
      boolean sent,
      String traceId,
      String target,
      String timestamp,
      String result,
      String taskId) {}

  private record Message(
      String traceId,
      long source,
      String target,
      String messageType,
      JsonText payload,
      String priority,
      String timestamp) {}

  private record Notes(String messageType, String priority, String traceId) {}

  private record Usage(String usage, List<String> fields, List<String> messageType) {}
}
