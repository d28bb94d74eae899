package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The droplets as they are known now. Reads take a snapshot and never wait; a failed sync changes
 * nothing but the list's standing.
 */
public final class DropletDirectory {

  private final TimeSource time;
  private final Duration expiry;
  private final AtomicReference<Known> known = new AtomicReference<>(new Known(null, 0, false));

  /**
   * All that is known, in one piece.
   *
   * @param syncedNanos the monotonic reading at the last success of this process
   * @param lastSyncFailed whether a sync failed after it
   */
  private record Known(@Nullable Snapshot snapshot, long syncedNanos, boolean lastSyncFailed) {}

  /**
   * An empty directory.
   *
   * @param expiry how long after a sync its list counts as active
   */
  public DropletDirectory(TimeSource time, Duration expiry) {
    this.time = time;
    this.expiry = expiry;
  }

  /** The known list, if there ever was one. */
  public Optional<Snapshot> snapshot() {
    return Optional.ofNullable(known.get().snapshot());
  }

  /** The droplet of this name, in any case of letters. */
  public Optional<Droplet> find(String name) {
    Snapshot snapshot = known.get().snapshot();
    return snapshot == null ? Optional.empty() : snapshot.find(name);
  }

  /** The droplet of this id, a number or a text; 2 and "2" are one. */
  public Optional<Droplet> findById(JsonText id) {
    return snapshot().flatMap(snapshot -> snapshot.findById(id));
  }

  /** The names of all known droplets, sorted. */
  public List<String> names() {
    return snapshot()
        .map(s -> s.droplets().stream().map(Droplet::name).sorted().toList())
        .orElse(List.of());
  }

  /** Whether no droplet is known at all. */
  public boolean isEmpty() {
    return snapshot().map(s -> s.droplets().isEmpty()).orElse(true);
  }

  /** Whether the last sync failed; false while none has ended yet. */
  public boolean registryFailed() {
    return known.get().lastSyncFailed();
  }

  /** How good the list is. */
  public CacheStatus status() {
    Known now = known.get();
    if (now.snapshot() == null) {
      return CacheStatus.UNAVAILABLE;
    }
    boolean fresh =
        !now.snapshot().isFromDisk()
            && !now.lastSyncFailed()
            && time.since(now.syncedNanos()).compareTo(expiry) < 0;
    return fresh ? CacheStatus.ACTIVE : CacheStatus.STALE;
  }

  /** How old the list is; empty when there is none. */
  public Optional<Duration> age() {
    Known now = known.get();
    if (now.snapshot() == null) {
      return Optional.empty();
    }
    Duration age =
        now.snapshot().isFromDisk()
            ? Duration.between(now.snapshot().takenAt(), time.instant())
            : time.since(now.syncedNanos());
    return Optional.of(age.isNegative() ? Duration.ZERO : age);
  }

  /** When this process last got a list from the Registry; empty until the first. */
  public Optional<Instant> lastSync() {
    return snapshot().filter(s -> !s.isFromDisk()).map(Snapshot::takenAt);
  }

  /** Takes a list that the Registry has just given. */
  void synced(List<Droplet> droplets) {
    known.set(new Known(new Snapshot(droplets, time.instant(), false), time.nanos(), false));
  }

  /** Takes the list that an earlier process left, unless this one has synced already. */
  void loaded(List<Droplet> droplets, Instant takenAt) {
    known.updateAndGet(
        before ->
            before.snapshot() == null
                ? new Known(new Snapshot(droplets, takenAt, true), 0, before.lastSyncFailed())
                : before);
  }

  /** Notes that a sync failed: the list stays. */
  void syncFailed() {
    known.updateAndGet(before -> new Known(before.snapshot(), before.syncedNanos(), true));
  }
}
