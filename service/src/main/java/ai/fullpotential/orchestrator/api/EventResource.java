package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.event.EventFilter;
import ai.fullpotential.orchestrator.event.EventLog;
import ai.fullpotential.orchestrator.event.EventType;
import ai.fullpotential.orchestrator.event.Position;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Principal;
import ai.fullpotential.orchestrator.net.PushStream;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /events}: what happens, as it happens, as Server-Sent Events (contract B4). */
public final class EventResource {

  /** A bound on memory: each reader has a connection and what it has not taken yet. */
  private static final int MAX_READERS = 2000;

  private static final int MAX_VALUES = 50;

  /** How many wrong words of one parameter are told. */
  private static final int MAX_TOLD = 3;

  private static final byte[] NO_BODY = {};
  private static final Response HEAD =
      new Response(200, "text/event-stream", NO_BODY, Map.of("X-Accel-Buffering", "no"));

  private final EventLog events;
  private final InstantSource clock;
  private final Runnable wanted;
  private final Map<Loop, EventFeed> feeds = new ConcurrentHashMap<>();
  private final AtomicInteger readers;

  /**
   * The resource.
   *
   * @param readers how many clients read now; counted here
   * @param wanted is run whenever somebody begins to read
   */
  public EventResource(
      EventLog events, InstantSource clock, AtomicInteger readers, Runnable wanted) {
    this.events = events;
    this.clock = clock;
    this.readers = readers;
    this.wanted = wanted;
  }

  /** Its route. */
  public List<Route> routes() {
    return List.of(Route.quick("GET", "/events", Access.READ, this::read));
  }

  private void read(Exchange exchange) {
    Parameters parameters = Parameters.of(exchange);
    EventFilter filter = filter(parameters, exchange.principal());
    if (!parameters.faults().isEmpty()) {
      Answers.invalid(exchange, parameters.faults());
      return;
    }
    if (readers.get() >= MAX_READERS) {
      exchange.failAndRetry(
          ErrorCode.OVERLOADED,
          "This node tells events to " + MAX_READERS + " readers already.",
          Map.of("max_readers", MAX_READERS),
          "5");
      return;
    }
    if (exchange.method().equals("HEAD")) {
      exchange.respond(HEAD);
      return;
    }
    if (!PushStream.isPossible(exchange)) {
      return;
    }
    wanted.run();
    feeds
        .computeIfAbsent(
            exchange.loop(), loop -> new EventFeed(events, loop, clock, readers::addAndGet))
        .open(exchange, HEAD, filter, resume(exchange));
  }

  private static EventReader.@Nullable Resume resume(Exchange exchange) {
    return exchange
        .header("Last-Event-ID")
        .filter(id -> !id.isEmpty())
        .map(id -> new EventReader.Resume(Position.parse(id).orElse(null)))
        .orElse(null);
  }

  private static EventFilter filter(Parameters parameters, Principal principal) {
    Set<EventType> types = new HashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String word : parameters.words("types")) {
      EventType.of(word)
          .filter(EventType::canBeAskedFor)
          .ifPresentOrElse(types::add, () -> unknown.add(word));
    }
    if (!unknown.isEmpty()) {
      String some = unknown.stream().limit(MAX_TOLD).collect(Collectors.joining("', '"));
      parameters
          .faults()
          .add(
              new Fault(
                  "types",
                  "must be of " + String.join(", ", EventType.words()) + ", not '" + some + "'"));
    }
    Set<String> droplets = new HashSet<>();
    parameters.all("droplet").forEach(name -> droplets.add(name.toLowerCase(Locale.ROOT)));
    Set<String> tasks = new HashSet<>();
    parameters.taskIds("task_id").forEach(id -> tasks.add(id.value()));
    bound(parameters, "droplet", droplets);
    bound(parameters, "task_id", tasks);
    return new EventFilter(
        types, droplets, tasks, principal.readsAll() ? null : principal.subject());
  }

  private static void bound(Parameters parameters, String name, Set<String> values) {
    if (values.size() > MAX_VALUES) {
      parameters.faults().add(new Fault(name, "has more than " + MAX_VALUES + " values"));
    }
  }
}
