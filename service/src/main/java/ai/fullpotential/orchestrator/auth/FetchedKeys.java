package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.net.HttpCall;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.HttpOutcome;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that somebody tells over HTTP: fetched in the background now and then, and when a token names
 * one that is not here, but not more often than every few seconds. The last good ones are kept while
 * they cannot be fetched. All but {@link #keys} is confined to one loop.
 */
final class FetchedKeys implements KeySource {

  static final Duration REFRESH = Duration.ofMinutes(5);
  static final Duration BETWEEN = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(FetchedKeys.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_WAITING = 10_000;

  private final List<AuthSettings.Place> places;
  private final HttpCaller http;
  private final Loop loop;
  private final TimeSource time;
  private final List<Runnable> waiting = new ArrayList<>();
  private volatile @Nullable Keys keys;
  private boolean fetching;
  private boolean failing;
  private boolean everFetched;
  private long fetchedAt;
  private Loop.Timer next = () -> {};

  /**
   * Keys of these places: of the first that has any.
   *
   * @param loop one of those of the caller
   */
  FetchedKeys(List<AuthSettings.Place> places, HttpCaller http, Loop loop, TimeSource time) {
    this.places = List.copyOf(places);
    this.http = http;
    this.loop = loop;
    this.time = time;
  }

  /** Fetches them for the first time. */
  void start() {
    loop.execute(this::fetch);
  }

  @Override
  public Optional<Keys> keys() {
    return Optional.ofNullable(keys);
  }

  @Override
  public void renew(Loop asking, Runnable then) {
    loop.execute(
        () -> {
          boolean tooSoon = everFetched && time.since(fetchedAt).compareTo(BETWEEN) < 0;
          if (waiting.size() >= MAX_WAITING || (!fetching && tooSoon)) {
            asking.execute(then);
            return;
          }
          waiting.add(() -> asking.execute(then));
          fetch();
        });
  }

  private void fetch() {
    if (fetching) {
      return;
    }
    fetching = true;
    next.cancel();
    from(0, "");
  }

  private void from(int place, String faults) {
    if (place == places.size()) {
      failed(faults);
      return;
    }
    AuthSettings.Place at = places.get(place);
    http.call(
        HttpCall.get(at.service(), at.path(), TIMEOUT, MAX_BYTES),
        loop,
        outcome -> {
          try {
            took(read(outcome));
          } catch (UnusableKey | RuntimeException e) {
            String before = faults.isEmpty() ? "" : faults + "; ";
            from(place + 1, before + at + ": " + e.getMessage());
          }
        });
  }

  private static Keys read(HttpOutcome outcome) throws UnusableKey {
    return switch (outcome) {
      case HttpOutcome.Answered(int status, var _, var _, byte[] body) when status == 200 ->
          KeyText.read(body);
      case HttpOutcome.Answered answered ->
          throw new UnusableKey("it answers HTTP " + answered.status());
      case HttpOutcome.TooLarge _ -> throw new UnusableKey("the answer is too large");
      case HttpOutcome.TimedOut(String detail) -> throw new UnusableKey(detail);
      case HttpOutcome.Refused(String detail) -> throw new UnusableKey(detail);
      case HttpOutcome.Unresolved(String detail) -> throw new UnusableKey(detail);
      case HttpOutcome.Broken(String detail) -> throw new UnusableKey(detail);
    };
  }

  private void took(Keys fetched) {
    if (keys == null || failing) {
      log.atInfo().addKeyValue("keys", fetched.size()).log("keys for tokens fetched");
    }
    keys = fetched;
    failing = false;
    done(REFRESH);
  }

  private void failed(String why) {
    if (!failing) {
      log.atWarn()
          .addKeyValue("reason", why)
          .log(
              keys == null
                  ? "keys for tokens cannot be fetched; nobody gets in until they can"
                  : "keys for tokens cannot be fetched; going on with the last ones");
    }
    failing = true;
    done(BETWEEN);
  }

  private void done(Duration until) {
    fetching = false;
    everFetched = true;
    fetchedAt = time.nanos();
    next = loop.after(until, this::fetch);
    List<Runnable> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(Runnable::run);
  }
}
