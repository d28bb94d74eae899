package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the directory in step with the Registry: in the background at its pace, and when someone
 * asks. There is one sync at a time; whoever asks while it runs shares it. Safe for any thread, and
 * no method waits for the Registry.
 */
public final class RegistrySync implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RegistrySync.class);
  private static final Duration UNKNOWN_NAMES_WAIT = Duration.ofSeconds(1);

  private final RegistryClient client;
  private final DropletDirectory directory;
  private final SnapshotFile file;
  private final List<ListListener> listeners;
  private final SyncPace pace;
  private final TimeSource time;
  private final FaultLog faults = new FaultLog();
  private final StandingLog standing;
  private volatile SyncStats stats = SyncStats.NONE;

  /** Whether the last sync failed by a fault of this service, which is told once. */
  private volatile boolean faulty;

  // Guarded by this object.
  private @Nullable Running running;
  private @Nullable Long unknownAnsweredNanos;
  private @Nullable Thread background;
  private long pushes;
  private long generation;
  private boolean closed;

  /** Guards what is told, and in which order. */
  private final Object telling = new Object();

  private long toldGeneration;

  /** The sync that is under way, and who waits for it. */
  private static final class Running {
    private final List<Consumer<Boolean>> waiting = new ArrayList<>();
    private final boolean forUnknownName;
    private @Nullable Thread thread;

    Running(boolean forUnknownName) {
      this.forUnknownName = forUnknownName;
    }
  }

  /**
   * A sync that has not started.
   *
   * @param listeners hear of each list in this order, on the sync's thread
   */
  public RegistrySync(
      RegistryClient client,
      DropletDirectory directory,
      SnapshotFile file,
      List<ListListener> listeners,
      SyncPace pace,
      TimeSource time) {
    this.client = client;
    this.directory = directory;
    this.file = file;
    this.listeners = List.copyOf(listeners);
    this.pace = pace;
    this.time = time;
    this.standing = new StandingLog(directory, listeners);
  }

  /** Takes the list that an earlier process left, and begins to sync in the background, at once. */
  public void start() {
    file.read().ifPresent(this::load);
    synchronized (this) {
      background = Thread.ofVirtual().name("registry-background").start(this::keepSyncing);
    }
  }

  /** Ends the background sync and the one that is under way; whoever waits is told false. */
  @Override
  public synchronized void close() {
    closed = true;
    if (background != null) {
      background.interrupt();
    }
    if (running != null && running.thread != null) {
      running.thread.interrupt();
    }
  }

  /** How the syncs went so far. */
  public SyncStats stats() {
    return stats;
  }

  /**
   * Syncs now, or shares the sync that is under way.
   *
   * @param done told whether it brought a list, on any thread
   */
  public void refresh(Consumer<Boolean> done) {
    shareOrStart(done, false);
  }

  /**
   * Syncs because a name is unknown; but within a second after the last such sync its result stands.
   *
   * @param done told when the directory is as fresh as it will be now, on any thread
   */
  public void refreshForUnknown(Runnable done) {
    shareOrStart(_ -> done.run(), true);
  }

  /**
   * Takes a list that the Registry in this process has just made, at once. A sync that is under way
   * may have read an older one, and what it brings is then dropped.
   */
  public void apply(JsonText pushed) {
    DropletList list;
    try {
      list = DropletList.read(pushed.utf8());
    } catch (MalformedJson bug) {
      throw new IllegalArgumentException(bug);
    }
    long pushedGeneration;
    synchronized (this) {
      pushes++;
      pushedGeneration = ++generation;
      directory.synced(list.droplets());
    }
    tell(list, pushedGeneration);
  }

  private void load(SnapshotFile.Saved saved) {
    directory.loaded(saved.list().droplets(), saved.syncedAt());
    log.atInfo()
        .addKeyValue("droplets", saved.list().droplets().size())
        .addKeyValue("synced_at", saved.syncedAt())
        .log("droplets known from disk");
  }

  private void keepSyncing() {
    int failures = 0;
    try {
      while (true) {
        standing.lookAtAge();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        refresh(done::complete);
        failures = done.get() ? 0 : failures + 1;
        pace.waitAfter(failures);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Only with this object's lock. */
  private boolean isUnknownAnswered() {
    return unknownAnsweredNanos != null
        && time.since(unknownAnsweredNanos).compareTo(UNKNOWN_NAMES_WAIT) < 0;
  }

  private void shareOrStart(Consumer<Boolean> done, boolean forUnknownName) {
    synchronized (this) {
      boolean answered = forUnknownName && isUnknownAnswered();
      if (!closed && !answered) {
        if (running == null) {
          Running next = new Running(forUnknownName);
          running = next;
          next.thread = Thread.ofVirtual().name("registry-sync").start(() -> run(next));
        }
        running.waiting.add(done);
        return;
      }
    }
    done.accept(false);
  }

  private void run(Running sync) {
    boolean succeeded = false;
    long start = time.nanos();
    try {
      succeeded = sync(start);
      faulty = false;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      failByFault(bug, start);
    } finally {
      end(sync, succeeded);
    }
  }

  /** A fault of ours must not look like a Registry that answers well. */
  private void failByFault(Throwable bug, long start) {
    if (!faulty) {
      log.atError().setCause(bug).log("registry sync failed by a fault of this service");
    }
    faulty = true;
    fail("a fault of this service", time.since(start).toMillis());
  }

  private void fail(String reason, long tookMs) {
    stats = stats.afterError(tookMs);
    directory.syncFailed();
    standing.look(reason);
    log.atDebug().addKeyValue("reason", reason).log("registry sync failed");
  }

  private void end(Running sync, boolean succeeded) {
    synchronized (this) {
      running = null;
      if (sync.forUnknownName) {
        unknownAnsweredNanos = time.nanos();
      }
    }
    for (Consumer<Boolean> waiter : sync.waiting) {
      try {
        waiter.accept(succeeded);
      } catch (Throwable bug) {
        log.atError().setCause(bug).log("what waited for a registry sync failed");
      }
    }
  }

  private boolean sync(long start) throws InterruptedException {
    long pushesBefore = pushes();
    ListOutcome outcome = client.list();
    long tookMs = time.since(start).toMillis();
    return switch (outcome) {
      case ListOutcome.Listed(DropletList list) -> {
        Instant syncedAt = time.instant();
        long published = publish(list, pushesBefore);
        if (published > 0) {
          directory.snapshot().ifPresent(file::write);
          tell(list, published);
        }
        stats = stats.afterSuccess(syncedAt, tookMs);
        yield true;
      }
      case ListOutcome.Failed(String reason) -> {
        fail(reason, tookMs);
        yield false;
      }
    };
  }

  private synchronized long pushes() {
    return pushes;
  }

  /** The generation of the list in the directory; 0 when a push has made it an older one. */
  private synchronized long publish(DropletList list, long pushesBefore) {
    if (pushes != pushesBefore) {
      return 0;
    }
    directory.synced(list.droplets());
    return ++generation;
  }

  /**
   * Tells one list at a time, and none after a newer one: a push may come between a sync's list being
   * known and its being told. The standing is looked at last, for a listener's fault spoils it.
   */
  private void tell(DropletList list, long itsGeneration) {
    synchronized (telling) {
      if (itsGeneration <= toldGeneration) {
        return;
      }
      toldGeneration = itsGeneration;
      faults.tell(list);
      listeners.forEach(listener -> listener.listed(list));
      standing.look("");
    }
  }
}
