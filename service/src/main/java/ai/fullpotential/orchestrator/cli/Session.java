package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One command's talk with the service.
 *
 * @param json whether a program reads along, not a person
 */
record Session(ApiClient api, Terminal terminal, Surroundings surroundings, boolean json) {

  /** What all paths begin with. */
  static final String ROOT = "/orchestrator";

  /** Where the tasks are. */
  static final String TASKS = ROOT + "/tasks";

  /** Where it tells how it is. */
  static final String HEALTH = ROOT + "/health";

  /** Where the figures are. */
  static final String METRICS = ROOT + "/metrics";

  /** Tells an answer: as it is, or for a person, or as the error that it is. */
  ExitCode tell(Reply reply, Consumer<JsonNode> show, Function<JsonNode, ExitCode> judge)
      throws Unreachable {
    JsonNode body = answer(reply);
    if (json) {
      terminal.out().println(Plain.json(reply.body()));
    } else if (!reply.isError()) {
      show.accept(body);
    } else {
      new ErrorText(body).print(terminal);
    }
    return reply.isError() ? ending(reply) : judge.apply(body);
  }

  /** The answer as an object of the service's own; anything else comes from what stands between. */
  JsonNode answer(Reply reply) throws Unreachable {
    JsonNode body = reply.json();
    if (!body.isObject() || (reply.isError() && reply.code().isEmpty())) {
      throw api.stranger(reply);
    }
    return body;
  }

  private static ExitCode ending(Reply error) {
    return error.code().equals("INVALID_REQUEST") ? ExitCode.USAGE : ExitCode.FAILURE;
  }

  /** Colours, where a person wants them. */
  Paint paint() {
    boolean refused =
        !surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty()
            || surroundings.environment().getOrDefault("TERM", "").equals("dumb");
    return new Paint(surroundings.screen().out() && !refused);
  }

  /** How many columns a line may have. */
  int columns() {
    return surroundings.screen().out() ? surroundings.screen().columns().getAsInt() : Table.ANY;
  }

  /** The same talk, but what is written goes elsewhere. */
  Session writing(PrintWriter out) {
    return new Session(api, new Terminal(out, terminal.err()), surroundings, json);
  }

  /** Times for whoever reads them here. */
  Moments moments() {
    return new Moments(surroundings.zone());
  }
}
