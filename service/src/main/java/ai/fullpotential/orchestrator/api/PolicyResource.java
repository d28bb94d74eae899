package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.event.PolicyEvents;
import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.flow.PolicyBook;
import ai.fullpotential.orchestrator.flow.PolicyBook.Written;
import ai.fullpotential.orchestrator.flow.StoredPolicy;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /policies}, and pausing a droplet: what it is called within (contract B3). */
public final class PolicyResource {

  private static final Logger log = LoggerFactory.getLogger(PolicyResource.class);

  private static final int CREATED = 201;
  private static final int MAX_NAME = 255;

  private final PolicyBook book;
  private final PolicyAnswer answers;
  private final KnownDroplets droplets;
  private final RetryPolicy standard;
  private final PolicyEvents events;

  /**
   * What there is of droplets.
   *
   * @param book all policies
   * @param known which droplets are listed
   * @param gates how the breakers of this node stand
   */
  public record Standing(PolicyBook book, KnownDroplets known, Gates gates) {}

  /**
   * The resource.
   *
   * @param standard what a policy's retry says where it leaves something out
   * @param events hears of each change that is made here
   */
  public PolicyResource(Standing standing, RetryPolicy standard, PolicyEvents events) {
    this.book = standing.book();
    this.droplets = standing.known();
    this.answers = new PolicyAnswer(book, droplets, standing.gates());
    this.standard = standard.heedingRetryAfter();
    this.events = events;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.quick("GET", "/policies", Access.READ, this::list),
        Route.quick("GET", "/policies/{droplet_name}", Access.READ, this::read),
        Route.blocking("PUT", "/policies/{droplet_name}", Access.ADMIN, this::put),
        Route.blocking("DELETE", "/policies/{droplet_name}", Access.ADMIN, this::delete),
        Route.blocking("POST", "/droplets/{droplet_name}/pause", Access.OPERATE, this::pause),
        Route.blocking("POST", "/droplets/{droplet_name}/resume", Access.OPERATE, this::resume));
  }

  private record Deleted(boolean deleted, String dropletName) {}

  private void list(Exchange exchange) {
    exchange.respond(Response.json(200, answers.all()));
  }

  private void read(Exchange exchange) {
    String name = exchange.pathParameter("droplet_name");
    if (book.find(name).isPresent() || isDefault(name) || droplets.lists(name)) {
      exchange.respond(Response.json(200, answers.of(name)));
    } else {
      missing(exchange, name);
    }
  }

  private void put(Exchange exchange) {
    if (!Answers.takesJson(exchange)) {
      return;
    }
    String name = exchange.pathParameter("droplet_name");
    switch (PolicyFields.read(exchange.body(), standard)) {
      case PolicyFields.Reading.Invalid(var faults) -> {
        nameFault(name).ifPresent(faults::add);
        Answers.invalid(exchange, faults);
      }
      case PolicyFields.Reading.Valid(DropletPolicy policy) ->
          write(exchange, name, CREATED, () -> book.put(name, policy));
    }
  }

  private void delete(Exchange exchange) {
    String name = exchange.pathParameter("droplet_name");
    if (nameFault(name).isPresent()) {
      missing(exchange, name);
      return;
    }
    Answers.fromStore(
        exchange,
        () -> {
          boolean wasPaused = isPaused(name);
          if (book.delete(name)) {
            tell(exchange, name, "deleted", wasPaused);
            exchange.respond(Response.ok(new Deleted(true, name)));
          } else {
            missing(exchange, name);
          }
        });
  }

  private void pause(Exchange exchange) {
    steer(exchange, book::pause);
  }

  private void resume(Exchange exchange) {
    steer(exchange, book::resume);
  }

  private void steer(Exchange exchange, Function<String, Written> change) {
    String asked = exchange.pathParameter("droplet_name");
    if (isDefault(asked) || book.find(asked).isPresent() || droplets.has(asked)) {
      String name = droplets.spelling(asked);
      write(exchange, name, 200, () -> change.apply(name));
    } else {
      missing(exchange, asked);
    }
  }

  private void write(Exchange exchange, String name, int whenCreated, Supplier<Written> writing) {
    Optional<Fault> fault = nameFault(name);
    if (fault.isPresent()) {
      Answers.invalid(exchange, List.of(fault.get()));
      return;
    }
    Answers.fromStore(
        exchange,
        () -> {
          boolean wasPaused = isPaused(name);
          switch (writing.get()) {
            case Written.Done(StoredPolicy now, DropletPolicy before, boolean created) -> {
              if (created || !now.policy().equals(before)) {
                tell(exchange, name, created ? "created" : "changed", wasPaused);
              }
              exchange.respond(Response.json(created ? whenCreated : 200, answers.of(name)));
            }
            case Written.Missing() -> exchange.respond(Response.json(200, answers.of(name)));
            case Written.Full() ->
                exchange.fail(
                    ErrorCode.CONFLICT,
                    "There are "
                        + PolicyBook.MAX_POLICIES
                        + " policies, which is as many as may be. Delete one first.",
                    Map.of("max_policies", PolicyBook.MAX_POLICIES));
            case Written.Unreadable() ->
                exchange.fail(
                    ErrorCode.CONFLICT,
                    "The policy of '"
                        + name
                        + "' was stored by another version and cannot be read here. PUT a whole one.",
                    Map.of("droplet_name", name));
          }
        });
  }

  private boolean isPaused(String name) {
    return book.get().of(name).isPaused();
  }

  private void tell(Exchange exchange, String name, String what, boolean wasPaused) {
    boolean isPaused = isPaused(name);
    String spelled = droplets.spelling(name);
    events.changed(spelled);
    if (isPaused != wasPaused) {
      events.paused(spelled, isPaused);
    }
    log.atInfo()
        .addKeyValue("request_id", exchange.requestId())
        .addKeyValue("droplet", spelled)
        .addKeyValue("paused", isPaused)
        .log("policy " + what);
  }

  private static boolean isDefault(String name) {
    return Policies.key(name).equals(Policies.DEFAULT);
  }

  private static Optional<Fault> nameFault(String name) {
    int length = name.codePointCount(0, name.length());
    if (length > MAX_NAME) {
      return Optional.of(
          new Fault(
              "droplet_name", "must have 1 to " + MAX_NAME + " characters, it has " + length));
    }
    return name.chars().anyMatch(Character::isISOControl)
        ? Optional.of(new Fault("droplet_name", "must have no control characters"))
        : Optional.empty();
  }

  private static void missing(Exchange exchange, String name) {
    exchange.fail(
        ErrorCode.NOT_FOUND,
        "No policy is stored for '"
            + BodyFields.shorten(name)
            + "', and no droplet of that name is known.",
        Map.of("droplet_name", name));
  }
}
