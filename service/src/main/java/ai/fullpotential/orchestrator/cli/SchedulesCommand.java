package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.cli.Table.Column;
import ai.fullpotential.orchestrator.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the schedules; below it, what can be done with one. */
record SchedulesCommand(Client client) implements Command {

  private static final String SCHEDULES = Session.ROOT + "/schedules";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        client.spec(
            Specs.of(
                this,
                "schedules",
                "List the schedules, which make a task again and again by a cron expression; or"
                    + " pause, resume or trigger one, by its name or id.",
                "orchestrator schedules",
                "all of them, and when each comes next",
                "orchestrator schedules pause nightly",
                "no further task until it is resumed",
                "orchestrator schedules trigger nightly",
                "its task now, outside the timetable"));
    for (Steer steer :
        List.of(
            new Steer(client, "pause", "Let it make no further tasks."),
            new Steer(
                client, "resume", "Let it go on. What came due meanwhile is not made up for."),
            new Steer(client, "trigger", "Make its task now, outside the timetable."))) {
      spec.addSubcommand(steer.name, steer.spec());
    }
    return spec;
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(
        parsed,
        (_, session) ->
            session.tell(
                session.api().send(Call.of("GET", SCHEDULES)),
                answer -> show(answer.path("schedules"), session),
                _ -> ExitCode.OK));
  }

  private static void show(Iterable<JsonNode> schedules, Session session) {
    Table table =
        new Table(
            new Column("NAME", false, true, 0),
            new Column("CRON", false, false, 0),
            new Column("TIME ZONE", false, true, 3),
            new Column("NEXT", false, false, 0),
            new Column("LAST", false, false, 2),
            new Column("FIRED", true, false, 4),
            new Column("TASK", false, true, 5),
            new Column("ID", false, false, 6));
    for (JsonNode schedule : schedules) {
      JsonNode task = schedule.path("task");
      boolean isPaused = schedule.path("paused").asBoolean();
      table.add(
          "",
          List.of(
              Plain.text(schedule.path("name")),
              Plain.text(schedule.path("cron")),
              Plain.text(schedule.path("time_zone")),
              isPaused ? "paused" : session.moments().brief(schedule.path("next_at")),
              session.moments().brief(schedule.path("last_fired_at")),
              Plain.text(schedule.path("fired_count")),
              Plain.text(task.path(task.hasNonNull("capability") ? "capability" : "droplet_name"))
                  + " "
                  + Plain.text(task.path("path")),
              Plain.text(schedule.path("id"))));
    }
    table.print(session.terminal().out(), session.columns(), session.paint());
  }

  /** Does one thing with one schedule. */
  private record Steer(Client client, String name, String effect) implements Command {

    @Override
    public CommandSpec spec() {
      return client.spec(
          Specs.of(this, name, effect, "orchestrator schedules " + name + " nightly", "by its name")
              .addPositional(Specs.word(0, "SCHEDULE", true, "The schedule's name or id.")));
    }

    @Override
    public ExitCode run(ParseResult parsed) {
      return client.run(parsed, this::steer);
    }

    private ExitCode steer(Given given, Session session) throws Unreachable {
      String path = SCHEDULES + "/" + TaskPaths.encoded(id(given.required(0), session));
      Reply reply =
          switch (name) {
            case "trigger" -> session.api().send(Call.of("POST", path + "/trigger"));
            default -> session.api().send(paused(path, name.equals("pause")));
          };
      return session.tell(reply, answer -> tell(answer, session), _ -> ExitCode.OK);
    }

    private static Call paused(String path, boolean paused) {
      Call change = Call.of("PATCH", path).with("Content-Type", "application/json");
      return change.carrying(Json.of(Map.of("paused", paused)).utf8());
    }

    /** The id of the one with this name; else it is taken for an id. */
    private static String id(String given, Session session) throws Unreachable {
      Reply reply = session.api().send(Call.of("GET", SCHEDULES));
      return StreamSupport.stream(
              session.answer(reply).path("schedules").spliterator(), /* parallel= */ false)
          .filter(schedule -> schedule.path("name").asText().equals(given))
          .map(schedule -> schedule.path("id").asText())
          .findFirst()
          .orElse(given);
    }

    private void tell(JsonNode answer, Session session) {
      if (name.equals("trigger")) {
        new TaskView(session).outcome(answer);
      } else {
        show(List.of(answer), session);
      }
    }
  }
}
