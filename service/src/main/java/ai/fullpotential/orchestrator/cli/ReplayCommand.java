package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes new tasks of old ones: of one, or of all that match. */
record ReplayCommand(Client client) implements Command {

  private static final String RATE = "--rate";
  private static final String DRY_RUN = "--dry-run";
  private static final String CREATED_AFTER = "--created-after";
  private static final String CREATED_BEFORE = "--created-before";

  /** The service may wait for the new task's end, as with one that is submitted. */
  private static final Duration TO_END = Duration.ofHours(1);

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "replay",
                "Make a new task of an old one, which stays as it is; or of all old ones that match"
                    + " the options.",
                "orchestrator replay 01a20d2f-8e55-7def-b9e4-0d613f13b3ee",
                "this one again",
                "orchestrator replay --status error --droplet mailer --dry-run",
                "how many would that be?",
                "orchestrator replay --status error --created-after 2026-11-24T08:00 --rate 10",
                "all that failed since eight, ten a second")
            .addPositional(Specs.word(0, "ID", false, "The task's id; or give a filter."))
            .addOption(
                Specs.choice(
                    "--status", "STATUS", TaskView.STATUSES, "Tasks that ended like this."))
            .addOption(Specs.option("--droplet", "NAME", String.class, "Tasks for this droplet."))
            .addOption(Specs.option("--tag", "TAG", String.class, "Tasks with this tag."))
            .addOption(Specs.option(CREATED_AFTER, "TIME", String.class, "Tasks made after then."))
            .addOption(
                Specs.option(CREATED_BEFORE, "TIME", String.class, "Tasks made before then."))
            .addOption(
                Specs.option(RATE, "N", BigDecimal.class, "So many new tasks a second at most."))
            .addOption(Specs.flag(DRY_RUN, "Only count them.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(parsed, ReplayCommand::replay);
  }

  private static ExitCode replay(Given given, Session session) throws Unreachable {
    Map<String, String> filter = filter(given, session.moments());
    Optional<String> id = given.word(0);
    if (id.isPresent() && (!filter.isEmpty() || given.flag(RATE) || given.flag(DRY_RUN))) {
      throw given.wrong("An id leaves nothing to filter, to slow down or to count");
    }
    if (id.isEmpty() && filter.isEmpty()) {
      throw given.wrong("Missing an id, or a filter such as --status error");
    }
    return id.isPresent() ? one(id.get(), session) : many(filter, given, session);
  }

  private static ExitCode one(String id, Session session) throws Unreachable {
    Call call = Call.of("POST", TaskPaths.of(id) + "/replay").waiting(TO_END);
    return session.tell(
        session.api().send(call),
        new TaskView(session)::outcome,
        answer -> TaskView.hasFailed(answer) ? ExitCode.FAILURE : ExitCode.OK);
  }

  private static ExitCode many(Map<String, String> filter, Given given, Session session)
      throws Unreachable {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("filter", filter);
    given.number(RATE).ifPresent(rate -> request.put("rate_per_second", rate));
    if (given.flag(DRY_RUN)) {
      request.put("dry_run", true);
    }
    return session.tell(
        session.api().send(Call.post("/orchestrator/replays", Json.of(request))),
        answer -> show(answer, session),
        _ -> ExitCode.OK);
  }

  private static void show(JsonNode answer, Session session) {
    answer
        .properties()
        .forEach(
            field ->
                session
                    .terminal()
                    .out()
                    .println("%-16s %s".formatted(field.getKey(), Plain.text(field.getValue()))));
  }

  private static Map<String, String> filter(Given given, Moments moments) {
    Map<String, String> filter = new LinkedHashMap<>();
    given.text("--status").ifPresent(v -> filter.put("status", v));
    given.text("--droplet").ifPresent(v -> filter.put("droplet_name", v));
    given.text("--tag").ifPresent(v -> filter.put("tag", v));
    moments.iso(given, CREATED_AFTER).ifPresent(v -> filter.put("created_after", v));
    moments.iso(given, CREATED_BEFORE).ifPresent(v -> filter.put("created_before", v));
    return filter;
  }
}
