package ai.fullpotential.orchestrator.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Reads the service again and again on a thread of its own, and is not put off when it is away. */
final class TopFeed implements AutoCloseable {

  /** Events come by the thousand; what a person can read does not. */
  private static final Duration AT_LEAST = Duration.ofMillis(500);

  private final Session session;
  private final Duration interval;
  private final AtomicReference<State> state;
  private final Thread thread;

  /**
   * What is known.
   *
   * @param number which look it is from
   * @param trouble why the reading is an old one, or nothing
   */
  record State(long number, TopReading reading, String trouble) {}

  /**
   * A feed that goes on from a first reading.
   *
   * @param interval between two readings when nothing happens
   */
  TopFeed(Session session, TopReading first, Duration interval) {
    this.session = session;
    this.interval = interval;
    this.state = new AtomicReference<>(new State(0, first, ""));
    this.thread = Thread.ofVirtual().name("top").start(this::run);
  }

  State state() {
    return state.get();
  }

  private void run() {
    try (Wakeups wakeups = new Wakeups(session, EventsCommand.EVENTS, _ -> true)) {
      while (true) {
        session.surroundings().pause().pause(AT_LEAST);
        wakeups.await(interval.minus(AT_LEAST));
        read();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    State before = state.get();
    long number = before.number() + 1;
    try {
      state.set(new State(number, TopReading.of(session), ""));
    } catch (Unreachable | Refused e) {
      String trouble = Plain.text(e.getMessage() + "; trying again");
      state.set(new State(number, before.reading(), trouble));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
