package ai.fullpotential.orchestrator.cli;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Says when it is worth to look again: when the service tells an event; or every second, as long as
 * the service is away or where it tells no events.
 */
final class Wakeups implements EventFeed.Listener, AutoCloseable {

  private static final Duration WITHOUT_EVENTS = Duration.ofSeconds(1);

  /** An event may be lost with the node that should have told it. */
  private static final Duration IN_ANY_CASE = Duration.ofSeconds(15);

  private final Semaphore reasons = new Semaphore(0);
  private final Predicate<Event> concerns;
  private final Thread thread;
  private volatile boolean connected;
  private Duration since = Duration.ZERO;

  /**
   * Wake-ups from now on.
   *
   * @param path of the events, with their filters
   * @param concerns which of them are a reason to look
   */
  Wakeups(Session session, String path, Predicate<Event> concerns) {
    this.concerns = concerns;
    EventFeed feed = new EventFeed(session.api(), path, session.surroundings().pause(), this);
    this.thread = Thread.ofVirtual().name("wake-ups").start(() -> follow(feed));
  }

  private void follow(EventFeed feed) {
    try {
      feed.follow();
    } catch (Refused noEvents) {
      lost("");
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a reason to look again, so long at most; whether there is one. */
  boolean await(Duration atMost) throws InterruptedException {
    boolean woken = reasons.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    reasons.drainPermits();
    since = since.plus(atMost);
    boolean due = since.compareTo(connected ? IN_ANY_CASE : WITHOUT_EVENTS) >= 0;
    if (woken || due) {
      since = Duration.ZERO;
    }
    return woken || due;
  }

  @Override
  public void connected() {
    connected = true;
    reasons.release();
  }

  @Override
  public void happened(Event event) {
    if (event.type().equals(Event.RESET) || (!event.isOfTheStream() && concerns.test(event))) {
      reasons.release();
    }
  }

  @Override
  public void lost(String why) {
    connected = false;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
