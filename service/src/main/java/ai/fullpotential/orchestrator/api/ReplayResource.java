package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.MassReplay;
import ai.fullpotential.orchestrator.dispatch.MassReplay.Count;
import ai.fullpotential.orchestrator.dispatch.MassReplays;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /replays}: many tasks that have ended, replayed at a bounded pace (contract B1). */
public final class ReplayResource {

  private final MassReplays replays;
  private final Function<Instant, TaskId> ids;
  private final InstantSource clock;

  /**
   * The resource.
   *
   * @param ids makes a name that sorts after all that were made before
   */
  public ReplayResource(MassReplays replays, Function<Instant, TaskId> ids, InstantSource clock) {
    this.replays = replays;
    this.ids = ids;
    this.clock = clock;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.blocking("POST", "/replays", Access.SUBMIT, this::begin),
        Route.blocking("GET", "/replays", Access.READ, this::list),
        Route.blocking("GET", "/replays/{replay_id}", Access.READ, this::read),
        Route.blocking("DELETE", "/replays/{replay_id}", Access.SUBMIT, this::cancel));
  }

  private void begin(Exchange exchange) {
    if (!Answers.takesJson(exchange)) {
      return;
    }
    switch (ReplayFields.read(exchange.body())) {
      case ReplayFields.Reading.Invalid(var faults) -> Answers.invalid(exchange, faults);
      case ReplayFields.Reading.Valid(var filter, var rate, boolean dryRun) ->
          Answers.fromStore(
              exchange,
              () -> begin(exchange, filter.of(exchange.principal().reach()), rate, dryRun));
    }
  }

  private void begin(Exchange exchange, TaskQuery filter, BigDecimal rate, boolean dryRun) {
    Count count = replays.count(filter);
    if (dryRun) {
      exchange.respond(Response.json(200, ReplayJson.preview(count)));
      return;
    }
    Instant now = clock.instant();
    MassReplay asked =
        new MassReplay(
            ids.apply(now).value(),
            MassReplay.Status.RUNNING,
            filter,
            rate,
            exchange.requestId(),
            now,
            null,
            count,
            "");
    MassReplay begun = replays.begin(asked);
    exchange.concerns(begun.id());
    exchange.respond(
        Response.json(202, ReplayJson.of(begun))
            .with("Location", "/orchestrator/replays/" + begun.id()));
  }

  private void list(Exchange exchange) {
    Answers.fromStore(
        exchange,
        () ->
            exchange.respond(
                Response.json(
                    200,
                    ReplayJson.of(
                        replays.all().stream()
                            .filter(replay -> isSeen(exchange, replay))
                            .toList()))));
  }

  private void read(Exchange exchange) {
    Answers.fromStore(
        exchange,
        () ->
            replays
                .find(id(exchange))
                .filter(replay -> isSeen(exchange, replay))
                .ifPresentOrElse(
                    replay -> exchange.respond(Response.json(200, ReplayJson.of(replay))),
                    () -> missing(exchange)));
  }

  private void cancel(Exchange exchange) {
    Answers.fromStore(
        exchange,
        () -> {
          Optional<MassReplay> replay =
              replays.find(id(exchange)).filter(found -> isSeen(exchange, found));
          if (replay.isEmpty()) {
            missing(exchange);
          } else if (!exchange.principal().steers(owner(replay.get()))) {
            exchange.respond(Permission.refusal(exchange, owner(replay.get())));
          } else {
            answer(exchange, replays.cancel(id(exchange)));
          }
        });
  }

  private static boolean isSeen(Exchange exchange, MassReplay replay) {
    return exchange.principal().sees(owner(replay));
  }

  /** Who may replay only his own has asked for these; one of everybody's tasks is of no one. */
  private static @Nullable String owner(MassReplay replay) {
    return replay.filter().owner().orElse(null);
  }

  private static void answer(Exchange exchange, Optional<MassReplays.Cancelling> cancelling) {
    if (cancelling.isEmpty()) {
      missing(exchange);
      return;
    }
    MassReplay replay = cancelling.get().replay();
    if (cancelling.get().done()) {
      exchange.respond(Response.json(200, ReplayJson.of(replay)));
    } else {
      String status = replay.status().wire();
      exchange.fail(
          ErrorCode.CONFLICT,
          "The replay is " + status + " and cannot be cancelled.",
          Map.of("replay_id", replay.id(), "status", status));
    }
  }

  private static String id(Exchange exchange) {
    return exchange.pathParameter("replay_id");
  }

  private static void missing(Exchange exchange) {
    exchange.fail(
        ErrorCode.NOT_FOUND,
        "Replay '" + id(exchange) + "' is not known; it never was, or is no longer kept.",
        Map.of("replay_id", id(exchange)));
  }
}
