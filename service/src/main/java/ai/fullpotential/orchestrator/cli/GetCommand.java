package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows one task, or waits for its end and shows that. */
record GetCommand(Client client) implements Command {

  private static final String WAIT = "--wait";

  /** What the service waits at most. */
  private static final Duration AT_ONCE = Duration.ofSeconds(60);

  /** The pause after an answer that the service did not wait with. */
  private static final Duration BREATH = Duration.ofSeconds(1);

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "get",
                "Show one task with all its attempts. With --wait it exits with 0 when the task has"
                    + " succeeded and with 1 when it has not, or not yet.",
                "orchestrator get 01a20d2f-8e55-7def-b9e4-0d613f13b3ee",
                "as it is now",
                "orchestrator get 01a20d2f-8e55-7def-b9e4-0d613f13b3ee --wait 300",
                "when it has ended, or after five minutes")
            .addPositional(Specs.word(0, "ID", true, "The task's id."))
            .addOption(
                Specs.option(
                    WAIT, "SECONDS", Integer.class, "Wait so long at most for the task to end.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(parsed, GetCommand::get);
  }

  private static ExitCode get(Given given, Session session) throws Unreachable {
    String path = TaskPaths.of(given.required(0));
    Optional<Integer> wait = given.whole(WAIT, 0, 86_400);
    Reply reply =
        wait.isPresent()
            ? waited(path, Duration.ofSeconds(wait.get()), session)
            : session.api().send(Call.of("GET", path));
    return session.tell(
        reply,
        new TaskView(session)::record,
        task ->
            wait.isEmpty() || task.path("status").asText().equals("success")
                ? ExitCode.OK
                : ExitCode.FAILURE);
  }

  /** Asks again as long as there is time, since one answer is not waited for without end. */
  private static Reply waited(String path, Duration wait, Session session) throws Unreachable {
    TimeSource time = session.surroundings().time();
    long start = time.nanos();
    while (true) {
      Duration left = wait.minus(time.since(start));
      Duration piece = left.compareTo(AT_ONCE) > 0 ? AT_ONCE : left;
      long asked = time.nanos();
      Reply reply =
          session
              .api()
              .send(
                  Call.of("GET", path + "?wait=" + Math.max(0, piece.toSeconds())).waiting(piece));
      boolean isOver = reply.isError() || TaskView.hasEnded(session.answer(reply));
      Duration rest = wait.minus(time.since(start));
      if (isOver || !rest.isPositive()) {
        return reply;
      }
      if (time.since(asked).compareTo(BREATH) < 0) {
        pause(session, rest.compareTo(BREATH) < 0 ? rest : BREATH);
      }
    }
  }

  private static void pause(Session session, Duration duration) throws Unreachable {
    try {
      session.surroundings().pause().pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted");
    }
  }
}
