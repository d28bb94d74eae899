package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCall;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.HttpOutcome;
import ai.fullpotential.orchestrator.time.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Asks each droplet for its health at every interval, and a droplet that is new or has moved at
 * once. Any answer below 500 counts (contract A5). This service itself is reachable without asking.
 */
public final class DropletProber implements ListListener, AutoCloseable {

  /** As long as a task's attempt may take by default. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  static final int AT_ONCE = 64;

  private static final int MAX_HEALTH_BYTES = 64 * 1024;

  private final HttpCaller http;
  private final DropletDirectory directory;
  private final Reachability reachability;
  private final RegistrySettings settings;
  private final Pause pause;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Set<Place> underWay = ConcurrentHashMap.newKeySet();
  private Map<String, BaseUrl> places = Map.of();

  /** A droplet at an address: what one probe is about. */
  private record Place(String key, BaseUrl url) {}

  /** A prober that has not started. */
  public DropletProber(
      HttpCaller http,
      DropletDirectory directory,
      Reachability reachability,
      RegistrySettings settings,
      Pause pause) {
    this.http = http;
    this.directory = directory;
    this.reachability = reachability;
    this.settings = settings;
    this.pause = pause;
  }

  /** Probes what is known, and again at every interval. */
  public void start() {
    directory.snapshot().ifPresent(this::startFrom);
    threads.execute(this::keepProbing);
  }

  /** Ends every probe. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  @Override
  public synchronized void listed(DropletList list) {
    reachability.keepOnly(list);
    Map<String, BaseUrl> before = places;
    places = places(list.droplets());
    for (Droplet droplet : list.droplets()) {
      BaseUrl place = before.get(Snapshot.key(droplet.name()));
      if (!droplet.url().equals(place)) {
        if (place != null) {
          reachability.moved(droplet.name());
        }
        probe(droplet);
      }
    }
  }

  private synchronized void startFrom(Snapshot known) {
    if (places.isEmpty()) {
      places = places(known.droplets());
    }
  }

  private static Map<String, BaseUrl> places(List<Droplet> droplets) {
    return droplets.stream()
        .collect(Collectors.toMap(droplet -> Snapshot.key(droplet.name()), Droplet::url));
  }

  /** Whether a probe is under way. */
  boolean isWorking() {
    return !underWay.isEmpty();
  }

  private void keepProbing() {
    try {
      while (true) {
        directory.snapshot().ifPresent(known -> known.droplets().forEach(this::probe));
        pause.pause(settings.probeInterval());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe(Droplet droplet) {
    Place place = new Place(Snapshot.key(droplet.name()), droplet.url());
    if (droplet.url().equals(settings.publicUrl())) {
      reachability.probed(place.key(), true);
    } else if (underWay.add(place)) {
      try {
        threads.execute(() -> probe(place));
      } catch (RejectedExecutionException closed) {
        underWay.remove(place);
      }
    }
  }

  private void probe(Place place) {
    try {
      turns.acquire();
      try {
        note(place, http.call(HttpCall.get(place.url(), "/health", TIMEOUT, MAX_HEALTH_BYTES)));
      } finally {
        turns.release();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(place);
    }
  }

  /** An answer from an address that the droplet has left meanwhile tells nothing. */
  private void note(Place place, HttpOutcome outcome) {
    if (directory.find(place.key()).filter(known -> known.url().equals(place.url())).isEmpty()) {
      return;
    }
    reachability.probed(place.key(), isAlive(outcome));
  }

  private static boolean isAlive(HttpOutcome outcome) {
    return switch (outcome) {
      case HttpOutcome.Answered answer -> answer.status() < 500;
      case HttpOutcome.TooLarge answer -> answer.status() < 500;
      case HttpOutcome.TimedOut _,
          HttpOutcome.Refused _,
          HttpOutcome.Unresolved _,
          HttpOutcome.Broken _ ->
          false;
    };
  }
}
