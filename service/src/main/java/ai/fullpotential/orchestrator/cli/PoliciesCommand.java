package ai.fullpotential.orchestrator.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the policies. */
record PoliciesCommand(Client client) implements Command {

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
            this,
            "policies",
            "List the policies: what droplets are called within. That of * is for every droplet, for"
                + " what its own does not say.",
            "orchestrator policies",
            "all of them",
            "orchestrator policies --json | jq -r '.policies[] | select(.known|not).droplet_name'",
            "those of droplets that nobody lists"));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(
        parsed,
        (_, session) ->
            session.tell(
                session.api().send(Call.of("GET", PolicyPaths.ALL)),
                answer -> new PolicyView(session).list(answer.path("policies")),
                _ -> ExitCode.OK));
  }
}
