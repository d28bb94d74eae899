package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Heartbeats;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.Heartbeat;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Droplets that tell of themselves (contract B3). */
public final class HeartbeatResource {

  private static final Set<String> KNOWN =
      Set.of("droplet_id", "service_name", "status", "metrics");
  private static final Set<String> RAW = Set.of("droplet_id", "metrics");
  private static final int MAX_NAME = 255;
  private static final int MAX_STATUS = 64;
  private static final int MAX_METRICS = 16 * 1024;

  private final DropletLookup droplets;
  private final Heartbeats heartbeats;
  private final Duration timeout;

  /**
   * The resource.
   *
   * @param timeout within which the next one must come
   */
  public HeartbeatResource(DropletLookup droplets, Heartbeats heartbeats, Duration timeout) {
    this.droplets = droplets;
    this.heartbeats = heartbeats;
    this.timeout = timeout;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.blocking("POST", "/heartbeat", Access.SUBMIT, this::take),
        Route.blocking(
            "POST", "/droplets/{droplet_id}/heartbeat", Access.SUBMIT, this::takeFromPath));
  }

  /**
   * What a heartbeat says.
   *
   * @param id a number or a string, or null
   * @param name or null
   * @param metrics an object, or JSON null
   */
  private record Said(
      @Nullable JsonText id, @Nullable String name, @Nullable String status, JsonText metrics) {

    static Said read(BodyFields fields) {
      return new Said(
          id(fields),
          fields.has("service_name")
              ? fields.requiredText("service_name", MAX_NAME).orElse(null)
              : null,
          fields.text("status", MAX_STATUS).orElse(null),
          metrics(fields));
    }

    private static @Nullable JsonText id(BodyFields fields) {
      Optional<JsonText> id = fields.json("droplet_id");
      char first = id.map(JsonText::toString).orElse("0").charAt(0);
      if (first != '"' && first != '-' && (first < '0' || first > '9')) {
        fields.fault("droplet_id", "must be a number or a string");
      } else if (id.isPresent() && id.get().size() > MAX_NAME) {
        fields.fault("droplet_id", "must have at most " + MAX_NAME + " characters");
      }
      return id.orElse(null);
    }

    private static JsonText metrics(BodyFields fields) {
      JsonText metrics = fields.object("metrics").orElse(JsonText.NULL);
      if (metrics.size() > MAX_METRICS) {
        fields.fault(
            "metrics", "must have at most " + MAX_METRICS + " bytes, it has " + metrics.size());
      }
      return metrics;
    }

    /** Whether this is said of that droplet, as far as it says of whom. */
    boolean isOf(Droplet droplet) {
      return (id == null || bare(id).equals(bare(droplet.id())))
          && (name == null || name.equalsIgnoreCase(droplet.name()));
    }

    /** Who it is of, for a person. */
    String who() {
      return id == null ? String.valueOf(name) : bare(id);
    }
  }

  private static String bare(JsonText id) {
    String text = id.toString();
    return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }

  private void take(Exchange exchange) {
    if (!Answers.takesJson(exchange)) {
      return;
    }
    BodyFields fields = BodyFields.readOpen(exchange.body(), KNOWN, RAW);
    Said said = Said.read(fields);
    if (!fields.has("droplet_id") && !fields.has("service_name") && !fields.hasFault("body")) {
      fields.fault("droplet_id", "or service_name is required");
    }
    if (fields.faults().isEmpty()) {
      answer(exchange, said, said.who(), find(said));
    } else {
      Answers.invalid(exchange, fields.faults());
    }
  }

  private Optional<Droplet> find(Said said) {
    return said.id() == null
        ? droplets.byName(String.valueOf(said.name()))
        : droplets.byId(said.id());
  }

  private void takeFromPath(Exchange exchange) {
    if (exchange.body().length > 0 && !Answers.takesJson(exchange)) {
      return;
    }
    BodyFields fields =
        exchange.body().length == 0
            ? BodyFields.empty()
            : BodyFields.readOpen(exchange.body(), KNOWN, RAW);
    Said said = Said.read(fields);
    if (fields.faults().isEmpty()) {
      String asked = exchange.pathParameter("droplet_id");
      answer(exchange, said, asked, droplets.byIdOrName(asked));
    } else {
      Answers.invalid(exchange, fields.faults());
    }
  }

  private void answer(Exchange exchange, Said said, String asked, Optional<Droplet> found) {
    if (found.isEmpty()) {
      droplets.missing(exchange, asked);
      return;
    }
    Droplet droplet = found.get();
    if (!said.isOf(droplet)) {
      String field = said.name() == null ? "droplet_id" : "service_name";
      String of = "is of another droplet than '" + droplet.name() + "', which is named beside it";
      Answers.invalid(exchange, List.of(new Fault(field, of)));
      return;
    }
    Heartbeat heartbeat = heartbeats.take(droplet.name(), said.status(), said.metrics());
    exchange.respond(
        Response.ok(
            new Receipt(
                true,
                droplet.id(),
                droplet.name(),
                Json.epochSeconds(heartbeat.at()),
                Json.epochSeconds(heartbeat.at().plus(timeout)))));
  }

  private record Receipt(
      boolean received,
      JsonText dropletId,
      String dropletName,
      BigDecimal receivedAt,
      BigDecimal nextDueBy) {}
}
