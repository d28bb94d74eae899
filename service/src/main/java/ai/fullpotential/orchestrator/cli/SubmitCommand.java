package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Hands the service one task. */
record SubmitCommand(Client client) implements Command {

  private static final String ASYNC = "--async";
  private static final String WAIT = "--wait";
  private static final String KEY = "--idempotency-key";

  /** The service ends a task that is waited for; this only ends a service that hangs. */
  private static final Duration TO_END = Duration.ofHours(1);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.of(
            this,
            "submit",
            "Hand the service one task, wait for its end, and show what came of it. Exits with 0"
                + " when the task succeeded or will run later, with 1 when it failed.",
            "orchestrator submit greeter /hello",
            "GET, and wait for the end",
            "orchestrator submit greeter /echo --method POST --payload '{\"n\":1}'",
            "with a body",
            "orchestrator submit mailer /send --async",
            "do not wait",
            "orchestrator submit --capability mail /send",
            "any droplet that offers it",
            "orchestrator submit mailer /send --run-at 2026-11-24T18:00",
            "this evening, by the clock here",
            "jq -n '{n:1}' | orchestrator submit greeter /echo --method POST --payload-file -",
            "the body is what is piped in");
    SubmitOptions.addTo(spec);
    spec.addOption(Specs.flag(ASYNC, "Do not wait: the answer is the task's id."))
        .addOption(
            Specs.option(
                WAIT, "SECONDS", Integer.class, "Wait so long at most; the task goes on after it."))
        .addOption(
            Specs.option(
                KEY, "KEY", String.class, "The same key again makes no second task, for a day."));
    return client.spec(spec);
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(parsed, SubmitCommand::submit);
  }

  private static ExitCode submit(Given given, Session session) throws Unreachable {
    SubmitOptions options = new SubmitOptions(given, session.surroundings());
    Call call =
        Call.post(Session.TASKS, options.request()).waiting(options.timeout().orElse(TO_END));
    List<String> preferences = new ArrayList<>();
    if (given.flag(ASYNC)) {
      preferences.add("respond-async");
    }
    given
        .whole(WAIT, 0, (int) TO_END.toSeconds())
        .ifPresent(seconds -> preferences.add("wait=" + seconds));
    if (!preferences.isEmpty()) {
      call = call.with("Prefer", String.join(", ", preferences));
    }
    String key = given.text(KEY).orElse("");
    Reply reply = session.api().send(key.isEmpty() ? call : call.with("Idempotency-Key", key));
    return session.tell(
        reply,
        answer -> show(answer, options.isDryRun(), session),
        answer -> TaskView.hasFailed(answer) ? ExitCode.FAILURE : ExitCode.OK);
  }

  private static void show(JsonNode answer, boolean dryRun, Session session) {
    if (dryRun) {
      session.terminal().out().println(Plain.block(answer));
    } else {
      new TaskView(session).outcome(answer);
    }
  }
}
