package ai.fullpotential.orchestrator.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the whole service on one screen. */
record TopCommand(Client client) implements Command {

  private static final String ONCE = "--once";
  private static final String INTERVAL = "--interval";
  private static final BigDecimal SHORTEST = BigDecimal.ONE;
  private static final BigDecimal LONGEST = BigDecimal.valueOf(60);
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  @Override
  public CommandSpec spec() {
    return client.spec(
        Specs.of(
                this,
                "top",
                "Show on one screen how the service does: health and Registry, throughput, latency,"
                    + " each droplet, the tasks under way and the last failures. It is drawn anew when"
                    + " something happens and goes on through restarts of the service. Keys: q quits,"
                    + " p pauses, s or left and right change the order of the droplets, up and down"
                    + " scroll them. Figures are of the node that answers, since its start. Outside a"
                    + " terminal, with --once and with --json it is shown once.",
                "orchestrator top",
                "until q",
                "orchestrator top --interval 5",
                "look every five seconds when nothing happens",
                "orchestrator top --once",
                "as it is now, without taking the screen",
                "orchestrator top --json | jq .metrics.tasks",
                "the same for a script, as one JSON object")
            .addOption(Specs.flag(ONCE, "Show it once and exit."))
            .addOption(
                Specs.option(
                    INTERVAL,
                    "SECONDS",
                    BigDecimal.class,
                    "Look so often when nothing happens; 2 unless told, from 1 to 60.")));
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    return client.run(
        parsed,
        (given, session) -> {
          try {
            return show(given, session);
          } catch (Refused e) {
            return session.tell(e.reply(), _ -> {}, _ -> ExitCode.FAILURE);
          }
        });
  }

  private static ExitCode show(Given given, Session session) throws Unreachable, Refused {
    Duration interval = interval(given);
    TopReading first = TopReading.of(session);
    boolean live = session.surroundings().screen().out() && !session.json() && !given.flag(ONCE);
    Optional<LiveScreen> screen = live ? LiveScreen.open(true) : Optional.empty();
    if (screen.isEmpty()) {
      once(first, session);
      return ExitCode.OK;
    }
    try (TopFeed feed = new TopFeed(session, first, interval);
        LiveScreen open = screen.get()) {
      new TopScreen(open, feed, new TopView(session)).untilQuit();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new Unreachable("the terminal is gone: " + e.getMessage());
    }
  }

  private static void once(TopReading reading, Session session) {
    if (session.json()) {
      session.terminal().out().println(Plain.json(reading.json().toString()));
    } else {
      new TopView(session)
          .lines(reading, new TopRates(), TopView.Choice.USUAL, session.columns(), Table.ANY)
          .forEach(session.terminal().out()::println);
    }
  }

  private static Duration interval(Given given) {
    BigDecimal seconds = given.number(INTERVAL).orElse(BigDecimal.TWO);
    if (seconds.compareTo(SHORTEST) < 0 || seconds.compareTo(LONGEST) > 0) {
      throw given.wrong(INTERVAL + " must be from 1 to 60, not " + seconds.toPlainString());
    }
    return Duration.ofMillis(seconds.multiply(MILLIS).longValue());
  }
}
