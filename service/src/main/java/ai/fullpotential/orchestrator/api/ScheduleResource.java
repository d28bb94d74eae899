package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.TaskOutcome;
import ai.fullpotential.orchestrator.firing.Schedule;
import ai.fullpotential.orchestrator.firing.ScheduleBook;
import ai.fullpotential.orchestrator.firing.ScheduleBook.Written;
import ai.fullpotential.orchestrator.firing.TaskMaker;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /schedules}: tasks that are made again and again (contract B1). */
public final class ScheduleResource {

  private static final Logger log = LoggerFactory.getLogger(ScheduleResource.class);

  private static final int CREATED = 201;

  private final Keeping keeping;
  private final KnownDroplets droplets;
  private final TaskDefaults defaults;
  private final InstantSource clock;

  /**
   * What keeps schedules.
   *
   * @param book all there are
   * @param maker makes their tasks
   * @param changed to be told after a change, so that the next firing is not late
   * @param draining whether no new task is taken any more
   */
  public record Keeping(
      ScheduleBook book, TaskMaker maker, Runnable changed, BooleanSupplier draining) {}

  /** The resource. */
  public ScheduleResource(
      Keeping keeping, KnownDroplets droplets, TaskDefaults defaults, InstantSource clock) {
    this.keeping = keeping;
    this.droplets = droplets;
    this.defaults = defaults;
    this.clock = clock;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.blocking("POST", "/schedules", Access.SUBMIT, this::create),
        Route.blocking("GET", "/schedules", Access.READ, this::list),
        Route.blocking("GET", "/schedules/{schedule_id}", Access.READ, this::read),
        Route.blocking("PATCH", "/schedules/{schedule_id}", Access.SUBMIT, this::change),
        Route.blocking("DELETE", "/schedules/{schedule_id}", Access.SUBMIT, this::delete),
        Route.blocking("POST", "/schedules/{schedule_id}/trigger", Access.SUBMIT, this::trigger));
  }

  private record Listing(List<ScheduleAnswer> schedules, int total) {}

  private record Deleted(boolean deleted, String id) {}

  private void create(Exchange exchange) {
    valid(exchange, true)
        .ifPresent(
            fields ->
                Answers.fromStore(
                    exchange,
                    () ->
                        answer(
                            exchange,
                            CREATED,
                            keeping
                                .book()
                                .create(
                                    fields.settings(),
                                    exchange.principal().subject(),
                                    clock.instant()))));
  }

  private void list(Exchange exchange) {
    Answers.fromStore(
        exchange,
        () -> {
          List<ScheduleAnswer> all =
              keeping.book().all().stream()
                  .filter(schedule -> exchange.principal().sees(schedule.owner()))
                  .map(ScheduleAnswer::of)
                  .toList();
          exchange.respond(Response.ok(new Listing(all, all.size())));
        });
  }

  private void read(Exchange exchange) {
    Answers.fromStore(
        exchange,
        () ->
            find(exchange)
                .ifPresentOrElse(
                    schedule -> exchange.respond(Response.ok(ScheduleAnswer.of(schedule))),
                    () -> missing(exchange)));
  }

  private void change(Exchange exchange) {
    valid(exchange, false)
        .ifPresent(
            fields ->
                Answers.fromStore(
                    exchange,
                    () -> {
                      if (mayChange(exchange)) {
                        answer(
                            exchange,
                            200,
                            keeping.book().change(id(exchange), fields::over, clock.instant()));
                      }
                    }));
  }

  private void delete(Exchange exchange) {
    Answers.fromStore(
        exchange,
        () -> {
          if (!mayChange(exchange)) {
            return;
          }
          if (keeping.book().delete(id(exchange))) {
            keeping.changed().run();
            exchange.respond(Response.ok(new Deleted(true, id(exchange))));
          } else {
            missing(exchange);
          }
        });
  }

  private void trigger(Exchange exchange) {
    if (keeping.draining().getAsBoolean()) {
      TaskAnswer.send(exchange, new TaskOutcome.Draining());
      return;
    }
    Answers.fromStore(
        exchange,
        () -> {
          Optional<Schedule> schedule = find(exchange);
          if (!mayChange(exchange) || schedule.isEmpty()) {
            return;
          }
          Task task = keeping.maker().makeNow(schedule.get(), exchange.requestId());
          record(schedule.get(), task);
          TaskAnswer.send(exchange, new TaskOutcome.Accepted(task));
        });
  }

  /** The one that is asked for, if whoever asks may see it. */
  private Optional<Schedule> find(Exchange exchange) {
    return keeping
        .book()
        .find(id(exchange))
        .filter(schedule -> exchange.principal().sees(schedule.owner()));
  }

  /** Whether whoever asks may change it; else it is answered already. */
  private boolean mayChange(Exchange exchange) {
    Optional<Schedule> schedule = find(exchange);
    if (schedule.isEmpty()) {
      missing(exchange);
      return false;
    }
    String owner = schedule.get().owner();
    if (!exchange.principal().steers(owner)) {
      exchange.respond(Permission.refusal(exchange, owner));
      return false;
    }
    return true;
  }

  /** The task is made already: that its schedule cannot tell of it is no failure of the request. */
  private void record(Schedule schedule, Task task) {
    try {
      keeping.book().update(schedule.id(), now -> now.withTask(task.id(), task.createdAt()));
    } catch (StoreUnavailable e) {
      log.atWarn()
          .addKeyValue("schedule", schedule.id())
          .addKeyValue("task_id", task.id())
          .addKeyValue("reason", e.getMessage())
          .log("a schedule does not tell of a task that was triggered");
    }
  }

  /** What the body says; else it is answered already. */
  private Optional<ScheduleFields> valid(Exchange exchange, boolean whole) {
    if (!Answers.takesJson(exchange)) {
      return Optional.empty();
    }
    return switch (ScheduleFields.read(exchange.body(), whole, defaults)) {
      case ScheduleFields.Reading.Invalid(var faults) -> {
        Answers.invalid(exchange, faults);
        yield Optional.empty();
      }
      case ScheduleFields.Reading.Valid(ScheduleFields fields) -> {
        @Nullable TaskSpec wanted = fields.wanted();
        Optional<TaskOutcome.UnknownDroplet> unknown =
            wanted == null ? Optional.empty() : droplets.unknown(wanted);
        unknown.ifPresent(outcome -> TaskAnswer.send(exchange, outcome));
        yield unknown.isPresent() ? Optional.empty() : Optional.of(fields);
      }
    };
  }

  private void answer(Exchange exchange, int status, Written written) {
    switch (written) {
      case Written.Done(Schedule schedule) -> {
        keeping.changed().run();
        exchange.concerns(schedule.id());
        exchange.respond(
            Response.json(status, Json.of(ScheduleAnswer.of(schedule)).utf8())
                .with("Location", "/orchestrator/schedules/" + schedule.id()));
      }
      case Written.NameTaken(Schedule by) when !exchange.principal().sees(by.owner()) ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "Another schedule has the name '" + by.name() + "' already.",
              Map.of("name", String.valueOf(by.name())));
      case Written.NameTaken(Schedule by) ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "The schedule '" + by.id() + "' has the name '" + by.name() + "' already.",
              Map.of("name", String.valueOf(by.name()), "schedule_id", by.id()));
      case Written.Full() ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "There are "
                  + ScheduleBook.MAX_SCHEDULES
                  + " schedules, which is as many as may be. Delete one first.",
              Map.of("max_schedules", ScheduleBook.MAX_SCHEDULES));
      case Written.Missing() -> missing(exchange);
    }
  }

  private static void missing(Exchange exchange) {
    String id = id(exchange);
    exchange.fail(
        ErrorCode.NOT_FOUND,
        "Schedule '" + id + "' is not known; it never was, or was deleted.",
        Map.of("schedule_id", id));
  }

  private static String id(Exchange exchange) {
    return exchange.pathParameter("schedule_id").toLowerCase(Locale.ROOT);
  }
}
