package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
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

  // Guarded by this object.
  private @Nullable Running running;
  private @Nullable Long unknownAnsweredNanos;
  private @Nullable Thread background;
  private long pushes;
  private boolean closed;

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
    this.standing = new StandingLog(directory);
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
    synchronized (this) {
      pushes++;
      directory.synced(list.droplets());
    }
    tell(list);
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
    try {
      succeeded = sync();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      log.atError().setCause(bug).log("registry sync failed by a fault of this service");
    } finally {
      end(sync, succeeded);
    }
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
      } catch (RuntimeException bug) {
        log.atError().setCause(bug).log("what waited for a registry sync failed");
      }
    }
  }

  private boolean sync() throws InterruptedException {
    long start = time.nanos();
    long pushesBefore = pushes();
    ListOutcome outcome = client.list();
    long tookMs = time.since(start).toMillis();
    return switch (outcome) {
      case ListOutcome.Listed(DropletList list) -> {
        stats = stats.afterSuccess(time.instant(), tookMs);
        if (publish(list, pushesBefore)) {
          directory.snapshot().ifPresent(file::write);
          tell(list);
        }
        yield true;
      }
      case ListOutcome.Failed(String reason) -> {
        stats = stats.afterError(tookMs);
        directory.syncFailed();
        standing.look(reason);
        log.atDebug().addKeyValue("reason", reason).log("registry sync failed");
        yield false;
      }
    };
  }

  private synchronized long pushes() {
    return pushes;
  }

  private synchronized boolean publish(DropletList list, long pushesBefore) {
    if (pushes != pushesBefore) {
      return false;
    }
    directory.synced(list.droplets());
    return true;
  }

  private void tell(DropletList list) {
    faults.tell(list);
    standing.look("");
    listeners.forEach(listener -> listener.listed(list));
  }
}
