package ai.fullpotential.orchestrator.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a node runs on: it can die, and be held as by SIGSTOP; what it was to do then waits. */
final class Machine {

  /** How long after a hold it may still not know that its lease ran out meanwhile. */
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  final String name;
  private final List<long[]> troubles = new ArrayList<>();
  private boolean dead;
  private long heldUntil;
  private long afterHold;

  Machine(String name) {
    this.name = name;
  }

  boolean isDead() {
    return dead;
  }

  void die(long now) {
    dead = true;
    troubled(now, Long.MAX_VALUE);
  }

  void hold(long now, Duration span) {
    heldUntil = Math.max(heldUntil, now + span.toNanos());
    afterHold = Math.max(afterHold, heldUntil);
    troubled(now, heldUntil + AFTERMATH.toNanos());
  }

  boolean isHeld(long now) {
    return now < heldUntil;
  }

  /** One moment for each action that had to wait, so that they keep their order. */
  long nextAfterHold() {
    return afterHold++;
  }

  /** Notes what may cost this machine the sight of an attempt's end. */
  void troubled(long from, long to) {
    troubles.add(new long[] {from, to});
  }

  boolean wasTroubled(long from, long to) {
    return troubles.stream().anyMatch(span -> span[0] <= to && from <= span[1]);
  }
}
