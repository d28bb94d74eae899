package ai.fullpotential.orchestrator.policy;

/**
 * A circuit breaker with a sliding window: closed, it counts; once too many of the window's calls have
 * failed it is open, and lets nothing through; after a while it is half open, and lets one call through,
 * whose end closes it or opens it again. Times are readings of a monotonic clock in nanoseconds. Not
 * safe for several threads.
 */
public final class Breaker {

  /** How it stands. */
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /** What a call that was let through is to it. */
  public enum Call {
    /** One of many. */
    ORDINARY,
    /** The one that decides. */
    PROBE
  }

  /** How a call ended. */
  public enum End {
    SUCCEEDED,
    FAILED,
    /** Nobody saw it, or it was cut: it tells nothing. */
    UNSEEN
  }

  /** What an end has changed. */
  public enum Change {
    NONE,
    OPENED,
    CLOSED
  }

  private static final int SLOTS = 10;

  private final BreakerRule rule;
  private final long slotNanos;
  private final int[] calls = new int[SLOTS];
  private final int[] failures = new int[SLOTS];
  private long slot;
  private boolean tripped;
  private long openUntil;
  private boolean probing;
  private long probedAt;

  /** Closed, and nothing counted yet. */
  public Breaker(BreakerRule rule, long now) {
    this.rule = rule;
    this.slotNanos = Math.max(1, rule.window().toNanos() / SLOTS);
    this.slot = Math.floorDiv(now, slotNanos);
  }

  /** The rule it goes by. */
  public BreakerRule rule() {
    return rule;
  }

  /** How it stands now. */
  public State state(long now) {
    if (!tripped) {
      return State.CLOSED;
    }
    return now - openUntil < 0 ? State.OPEN : State.HALF_OPEN;
  }

  /** Whether a call may be made now: half open, when none is under way, or none that ends. */
  public boolean lets(long now) {
    return switch (state(now)) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> !probing || now - probedAt >= rule.open().toNanos();
    };
  }

  /** How long until it is half open; 0 when it is not open. */
  public long nanosToHalfOpen(long now) {
    return state(now) == State.OPEN ? openUntil - now : 0;
  }

  /** A call that it lets through is made. */
  public Call begin(long now) {
    if (!tripped) {
      return Call.ORDINARY;
    }
    probing = true;
    probedAt = now;
    return Call.PROBE;
  }

  /** A call that was let through has ended. What began before it opened decides nothing any more. */
  public Change end(Call call, End end, long now) {
    return switch (call) {
      case PROBE -> probed(end, now);
      case ORDINARY -> tripped ? Change.NONE : counted(end, now);
    };
  }

  private Change probed(End end, long now) {
    probing = false;
    if (!tripped) {
      return Change.NONE;
    }
    return switch (end) {
      case SUCCEEDED -> {
        tripped = false;
        forget();
        yield Change.CLOSED;
      }
      case FAILED -> {
        openUntil = now + rule.open().toNanos();
        yield Change.NONE;
      }
      case UNSEEN -> Change.NONE;
    };
  }

  private Change counted(End end, long now) {
    if (end == End.UNSEEN) {
      return Change.NONE;
    }
    passTo(now);
    int at = index(slot);
    calls[at]++;
    if (end == End.SUCCEEDED) {
      return Change.NONE;
    }
    failures[at]++;
    int all = sum(calls);
    if (all < rule.minimumCalls() || 100L * sum(failures) < (long) rule.failurePercent() * all) {
      return Change.NONE;
    }
    tripped = true;
    openUntil = now + rule.open().toNanos();
    return Change.OPENED;
  }

  private void passTo(long now) {
    long current = Math.floorDiv(now, slotNanos);
    for (long s = Math.max(slot, current - SLOTS) + 1; s <= current; s++) {
      calls[index(s)] = 0;
      failures[index(s)] = 0;
    }
    slot = Math.max(slot, current);
  }

  private void forget() {
    for (int i = 0; i < SLOTS; i++) {
      calls[i] = 0;
      failures[i] = 0;
    }
  }

  private static int sum(int[] counts) {
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  private static int index(long slot) {
    return (int) Math.floorMod(slot, (long) SLOTS);
  }
}
