package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Follows one task to its end. */
record WatchCommand(Client client) implements Command {

  /** How often a clock in the view moves on. */
  private static final Duration TICK = Duration.ofSeconds(1);

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "watch",
                "Follow a task to its end: drawn anew as it changes in a terminal, a line for each"
                    + " change into a pipe. It goes on through restarts of the service. Exits with 0"
                    + " when the task has succeeded and with 1 when it has not.",
                "orchestrator watch 01a20d2f-8e55-7def-b9e4-0d613f13b3ee",
                "attempts, retries and the end, as they come",
                "orchestrator watch 01a20d2f-8e55-7def-b9e4-0d613f13b3ee --json | jq .status",
                "for a script: the record after each change, one a line")
            .addPositional(Specs.word(0, "ID", true, "The task's id.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(parsed, WatchCommand::watch);
  }

  private static ExitCode watch(Given given, Session session) throws Unreachable {
    String path = TaskPaths.of(given.required(0));
    Reply first = session.api().send(Call.of("GET", path));
    JsonNode task = session.answer(first);
    if (first.isError()) {
      return session.tell(first, _ -> {}, _ -> ExitCode.FAILURE);
    }
    try {
      return toTheEnd(path, task, session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted");
    } catch (IOException e) {
      throw new Unreachable("the terminal is gone: " + e.getMessage());
    }
  }

  private static ExitCode toTheEnd(String path, JsonNode first, Session session)
      throws InterruptedException, IOException, Unreachable {
    Reply refusal;
    JsonNode task = first;
    try (Wakeups wakeups = wakeups(first, session);
        WatchView view = view(session)) {
      view.show(task);
      Following following = new Following(path, session, view);
      while (!TaskView.hasEnded(task) && following.refusal().isEmpty()) {
        if (wakeups.await(TICK)) {
          task = following.read().orElse(task);
        } else {
          view.tick();
        }
      }
      if (following.refusal().isEmpty()) {
        return task.path("status").asText().equals("success") ? ExitCode.OK : ExitCode.FAILURE;
      }
      refusal = following.refusal().get();
    }
    return session.tell(refusal, _ -> {}, _ -> ExitCode.FAILURE);
  }

  private static Wakeups wakeups(JsonNode task, Session session) {
    String id = task.path("id").asText();
    String path = new TaskPaths.Query().and("task_id", Optional.of(id)).after(EventsCommand.EVENTS);
    return new Wakeups(session, path, event -> event.data().path("task_id").asText().equals(id));
  }

  private static WatchView view(Session session) {
    boolean drawn = session.surroundings().screen().out() && !session.json();
    Optional<LiveScreen> screen = drawn ? LiveScreen.open(false) : Optional.empty();
    return screen.isPresent() ? new WatchScreen(session, screen.get()) : new WatchLines(session);
  }

  /** Reads the task again and again, and is not put off by a service that is away. */
  private static final class Following {
    private final String path;
    private final Session session;
    private final WatchView view;
    private Optional<Reply> refusal = Optional.empty();
    private boolean isAway;

    Following(String path, Session session, WatchView view) {
      this.path = path;
      this.session = session;
      this.view = view;
    }

    /** An answer after which there is nothing more to watch. */
    Optional<Reply> refusal() {
      return refusal;
    }

    Optional<JsonNode> read() {
      try {
        Reply reply = session.api().send(Call.of("GET", path));
        JsonNode task = session.answer(reply);
        if (!reply.isError()) {
          isAway = false;
          view.show(task);
          return Optional.of(task);
        }
        if (reply.status() < 500 && reply.status() != 429) {
          refusal = Optional.of(reply);
        } else {
          away(new ErrorText(task).line());
        }
      } catch (Unreachable e) {
        away(String.valueOf(e.getMessage()));
      }
      return Optional.empty();
    }

    private void away(String why) {
      if (!isAway) {
        isAway = true;
        view.away(why);
      }
    }
  }
}
