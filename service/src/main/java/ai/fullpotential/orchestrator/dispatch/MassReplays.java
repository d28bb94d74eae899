package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.dispatch.MassReplay.Count;
import ai.fullpotential.orchestrator.dispatch.MassReplay.Status;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Documents.Document;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.Pause;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays many tasks at once, at a bounded pace. Each is a document that all nodes see, carried on by
 * the node that took it in, and by another when its document has not changed for some seconds. Safe
 * for any thread; methods may block and throw {@link
 * ai.fullpotential.orchestrator.task.StoreUnavailable}.
 */
public final class MassReplays {

  /** The kind of its documents. */
  static final String KIND = "replay";

  /** How long a document may stay as it is before its node is taken for dead. */
  static final Duration SILENCE = ReplayRun.RENEW.multipliedBy(10);

  /** How long one that has ended is kept. */
  static final Duration KEPT = Duration.ofDays(7);

  private static final Logger log = LoggerFactory.getLogger(MassReplays.class);
  private static final Duration WATCH = Duration.ofSeconds(2);

  /**
   * What they work with.
   *
   * @param node the name of this one
   */
  public record Means(
      TaskStore store, Documents documents, TimeSource time, Pause pause, String node) {}

  /** A version, and when this node saw it first, by its own clock: clocks of nodes differ. */
  private record Seen(long version, long nanos) {}

  private final Means means;
  private final Replayer replayer;
  private final Executor blocking;
  private final Map<String, ReplayRun> running = new ConcurrentHashMap<>();
  private final Map<String, Seen> others = new HashMap<>();
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param blocking runs what may block, and is shut down when the service stops
   */
  public MassReplays(Means means, Replayer replayer, Executor blocking) {
    this.means = means;
    this.replayer = replayer;
    this.blocking = blocking;
  }

  /** Begins to carry on what no node does. */
  public void start() {
    blocking.execute(
        () -> {
          try {
            while (!closed) {
              watch();
              means.pause().pause(WATCH);
            }
          } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Carries on nothing any more; what runs goes on on another node, or at the next start. */
  public void close() {
    closed = true;
    running.values().forEach(ReplayRun::stop);
  }

  /** How many tasks that have ended match. */
  public Count count(TaskQuery filter) {
    List<TaskStatus> statuses =
        filter
            .status()
            .map(List::of)
            .orElseGet(
                () -> Arrays.stream(TaskStatus.values()).filter(TaskStatus::isFinal).toList());
    long matched = 0;
    boolean exact = true;
    for (TaskStatus status : statuses) {
      TaskPage page = means.store().list(filter.within(status, 1));
      matched += page.total();
      exact &= page.exact();
    }
    return new Count(matched, exact, 0, 0, null);
  }

  /** Records it and begins. */
  public MassReplay begin(MassReplay asked) {
    MassReplay replay = asked.on(means.node());
    if (!means.documents().create(KIND, replay.id(), MassReplayJson.of(replay))) {
      throw new IllegalStateException("two replays are called " + replay.id());
    }
    carryOn(replay, 1);
    return replay;
  }

  /** One of them. */
  public Optional<MassReplay> find(String id) {
    return means.documents().find(KIND, id).map(MassReplayJson::read);
  }

  /** All, newest first. */
  public List<MassReplay> all() {
    return means.documents().all(KIND).stream()
        .map(MassReplayJson::read)
        .sorted(Comparator.comparing(MassReplay::id).reversed())
        .toList();
  }

  /**
   * What became of a wish to cancel one.
   *
   * @param replay as it now is
   * @param done whether it was this wish that ended it
   */
  public record Cancelling(MassReplay replay, boolean done) {}

  /** Ends it where it stands; empty when there is none. */
  public Optional<Cancelling> cancel(String id) {
    while (true) {
      Optional<Document> found = means.documents().find(KIND, id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      MassReplay replay = MassReplayJson.read(found.get());
      if (replay.status() != Status.RUNNING) {
        return Optional.of(new Cancelling(replay, false));
      }
      MassReplay cancelled = replay.ended(Status.CANCELLED, means.time().instant());
      if (replace(found.get(), cancelled)) {
        Optional.ofNullable(running.get(id)).ifPresent(ReplayRun::stop);
        return Optional.of(new Cancelling(cancelled, true));
      }
    }
  }

  private boolean replace(Document before, MassReplay after) {
    return means.documents().replace(KIND, before.id(), before.version(), MassReplayJson.of(after));
  }

  private void carryOn(MassReplay replay, long version) {
    ReplayRun run = new ReplayRun(means, replayer, replay, version);
    running.put(replay.id(), run);
    blocking.execute(
        () -> {
          try {
            run.run();
          } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            if (!closed) {
              log.atError().setCause(e).addKeyValue("replay", replay.id()).log("replay broke off");
            }
          } finally {
            running.remove(replay.id(), run);
          }
        });
  }

  /** One look at what other nodes do. */
  void watch() {
    try {
      for (Document document : means.documents().all(KIND)) {
        look(document);
      }
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("replays cannot be looked at");
    }
  }

  private void look(Document document) {
    MassReplay replay = MassReplayJson.read(document);
    if (replay.endedAt() != null) {
      others.remove(replay.id());
      if (replay.endedAt().plus(KEPT).isBefore(means.time().instant())) {
        means.documents().delete(KIND, replay.id());
      }
    } else if (!running.containsKey(replay.id()) && isSilent(document)) {
      MassReplay mine = replay.on(means.node());
      if (replace(document, mine)) {
        log.atInfo().addKeyValue("replay", replay.id()).log("carrying on a replay");
        carryOn(mine, document.version() + 1);
      }
    }
  }

  private boolean isSilent(Document document) {
    Seen seen = others.get(document.id());
    if (seen == null || seen.version() != document.version()) {
      others.put(document.id(), new Seen(document.version(), means.time().nanos()));
      return false;
    }
    return means.time().since(seen.nanos()).compareTo(SILENCE) >= 0;
  }
}
