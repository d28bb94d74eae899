package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.time.Pause;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The service's events, through breaks of the connection and restarts of the service. */
final class EventFeed {

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  /** Answers that would be the same if the service were asked again. */
  private static final Set<Integer> FOR_GOOD = Set.of(400, 401, 403, 404, 405, 406);

  private final ApiClient api;
  private final String path;
  private final Pause pause;
  private final Listener listener;
  private String lastId = "";
  private Duration wait = FIRST_WAIT;

  /** Who hears of it, in one thread. */
  interface Listener {
    /** It is connected, for the first time or again. Nothing was missed unless a reset follows. */
    void connected();

    /** Something happened. */
    void happened(Event event);

    /** The connection is gone, or none came about; it will be tried again. */
    void lost(String why);

    /** Whether nothing more is wanted. */
    default boolean isOver() {
      return false;
    }
  }

  /**
   * A feed that has not begun.
   *
   * @param path with its filters
   */
  EventFeed(ApiClient api, String path, Pause pause, Listener listener) {
    this.api = api;
    this.path = path;
    this.pause = pause;
    this.listener = listener;
  }

  /**
   * Follows the events until the listener wants no more.
   *
   * @throws Refused the service will not give its events, or has none
   */
  void follow() throws InterruptedException, Refused {
    while (true) {
      try (EventStream stream = open()) {
        listener.connected();
        read(stream);
        if (listener.isOver()) {
          return;
        }
        listener.lost("the connection broke off");
      } catch (Unreachable e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        listener.lost(String.valueOf(e.getMessage()));
      }
      pause.pause(wait);
      Duration longer = wait.multipliedBy(2);
      wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }
  }

  private EventStream open() throws Unreachable, Refused {
    Call call = Call.of("GET", path).with("Accept", "text/event-stream");
    try {
      return api.open(lastId.isEmpty() ? call : call.with("Last-Event-ID", lastId));
    } catch (Refused e) {
      if (FOR_GOOD.contains(e.reply().status())) {
        throw e;
      }
      throw new Unreachable("the service cannot tell its events now: " + e.getMessage());
    }
  }

  private void read(EventStream stream) throws InterruptedException {
    Optional<Event> next = stream.next();
    while (next.isPresent()) {
      Event event = next.get();
      wait = FIRST_WAIT;
      lastId = event.id().isEmpty() ? lastId : event.id();
      listener.happened(event);
      if (listener.isOver()) {
        return;
      }
      next = stream.next();
    }
  }
}
