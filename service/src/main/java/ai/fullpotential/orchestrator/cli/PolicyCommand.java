package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Shows, changes or deletes one policy. */
record PolicyCommand(Client client) implements Command {

  private static final String NAME = "DROPLET";
  private static final String WHOSE = "The droplet's name, or * for every droplet.";

  @Override
  public CommandSpec spec() {
    return Specs.of(
            this,
            "policy",
            "Look at the policy of one droplet, or change it.",
            "orchestrator policy get printer",
            "what holds for it",
            "orchestrator policy set printer --concurrency 1",
            "one call at a time",
            "orchestrator policy delete printer",
            "nothing of its own any more")
        .addSubcommand("get", new Get(client).spec())
        .addSubcommand("set", new Set(client).spec())
        .addSubcommand("delete", new Delete(client).spec());
  }

  @Override
  public ExitCode run(ParseResult given) {
    throw new ParameterException(
        given.commandSpec().commandLine(),
        "Missing command: 'policy' wants 'get', 'set' or 'delete'");
  }

  private record Get(Client client) implements Command {

    @Override
    public CommandSpec spec() {
      return client.spec(
          Specs.of(
                  this,
                  "get",
                  "Show what holds for a droplet, and what of it comes from the policy of *.",
                  "orchestrator policy get printer",
                  "for this one",
                  "orchestrator policy get '*'",
                  "for every one")
              .addPositional(Specs.word(0, NAME, true, WHOSE)));
    }

    @Override
    public ExitCode run(ParseResult parsed) {
      return client.run(
          parsed,
          (given, session) ->
              session.tell(
                  session.api().send(Call.of("GET", PolicyPaths.of(given.required(0)))),
                  new PolicyView(session)::one,
                  _ -> ExitCode.OK));
    }
  }

  private record Set(Client client) implements Command {

    @Override
    public CommandSpec spec() {
      CommandSpec spec =
          Specs.of(
                  this,
                  "set",
                  "Change what is named and keep the rest of the policy. 'none' takes a bound away.",
                  "orchestrator policy set printer --rate 2 --burst 1",
                  "evenly, two calls a second",
                  "orchestrator policy set printer --concurrency none",
                  "any number of calls at once",
                  "orchestrator policy set '*' --breaker default",
                  "a rest for every droplet that fails",
                  "orchestrator policy set printer --breaker percent=30,calls=10,window=60,open=5",
                  "the same, earlier and shorter")
              .addPositional(Specs.word(0, NAME, true, WHOSE));
      PolicyOptions.addTo(spec);
      return client.spec(spec);
    }

    @Override
    public ExitCode run(ParseResult parsed) {
      return client.run(parsed, this::set);
    }

    private ExitCode set(Given given, Session session) throws Unreachable {
      String path = PolicyPaths.of(given.required(0));
      PolicyOptions options = new PolicyOptions(given);
      Reply before = session.api().send(Call.of("GET", path));
      JsonNode stored = session.answer(before).path("stored");
      if (before.isError() && !before.code().equals("NOT_FOUND")) {
        return session.tell(before, _ -> {}, _ -> ExitCode.FAILURE);
      }
      Call change = Call.of("PUT", path).with("Content-Type", "application/json");
      return session.tell(
          session.api().send(change.carrying(options.over(stored).utf8())),
          new PolicyView(session)::one,
          _ -> ExitCode.OK);
    }
  }

  private record Delete(Client client) implements Command {

    @Override
    public CommandSpec spec() {
      return client.spec(
          Specs.of(
                  this,
                  "delete",
                  "Forget the policy of a droplet. What * says still holds.",
                  "orchestrator policy delete printer",
                  "exits with 1 when there was none")
              .addPositional(Specs.word(0, NAME, true, WHOSE)));
    }

    @Override
    public ExitCode run(ParseResult parsed) {
      return client.run(
          parsed,
          (given, session) ->
              session.tell(
                  session.api().send(Call.of("DELETE", PolicyPaths.of(given.required(0)))),
                  answer ->
                      session
                          .terminal()
                          .out()
                          .println(
                              Plain.text(answer.path("droplet_name"))
                                  + " has no policy of its own any more."),
                  _ -> ExitCode.OK));
    }
  }
}
