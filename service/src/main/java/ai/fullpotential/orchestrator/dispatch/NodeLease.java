package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of its own lease. The store's clock says when it ends; this node takes it for
 * surely held only until its length has passed since it last asked, which is never later.
 *
 * <p>Safe for any thread.
 */
public final class NodeLease {

  private record Current(LeaseId id, long askedNanos) {}

  private final String node;
  private final Duration length;
  private final TimeSource time;
  private volatile @Nullable Current current;

  /**
   * No lease yet.
   *
   * @param node this node's name, random at each start
   */
  public NodeLease(String node, Duration length, TimeSource time) {
    this.node = node;
    this.length = length;
    this.time = time;
  }

  /** This node's name. */
  public String node() {
    return node;
  }

  /** How long a lease lasts when it is not renewed. */
  public Duration length() {
    return length;
  }

  /** The lease that was given last and is not known to be lost. */
  public Optional<LeaseId> id() {
    return Optional.ofNullable(current).map(Current::id);
  }

  /** Whether any is surely held at this moment: else nothing can be begun here. */
  public boolean isHeld() {
    return id().filter(this::surelyHolds).isPresent();
  }

  /** Whether it is surely held at this moment: only then may a call be made under it. */
  boolean surelyHolds(LeaseId id) {
    Current now = current;
    return now != null && now.id().equals(id) && time.since(now.askedNanos()).compareTo(length) < 0;
  }

  /** Whether another lease has taken its place, or none. */
  boolean hasLost(LeaseId id) {
    Current now = current;
    return now == null || !now.id().equals(id);
  }

  void granted(LeaseId id, long askedNanos) {
    current = new Current(id, askedNanos);
  }

  void lost() {
    current = null;
  }
}
