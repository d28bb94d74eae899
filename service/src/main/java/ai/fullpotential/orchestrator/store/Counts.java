package ai.fullpotential.orchestrator.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * By how much the counts of a transaction's tasks change: of each droplet and of all, how many are
 * kept and how many ended in which way. One write for each at the end, however many tasks.
 */
final class Counts {

  /** The kind that counts every kept task; the others are the numbers of final statuses. */
  static final int KEPT = 0;

  /** What stands for all droplets: no droplet has an empty name. */
  static final String ALL = "";

  private final Map<String, long[]> byDroplet = new HashMap<>();

  /** What a count changes by. */
  @FunctionalInterface
  interface Change {
    void by(String droplet, int kind, long delta) throws SQLException;
  }

  /** A task of this droplet is kept or, with -1, no longer. */
  void kept(String droplet, int sign) {
    add(droplet, KEPT, sign);
  }

  /** A task of this droplet ended so or, with -1, is no longer kept; 0 is no end. */
  void ended(String droplet, int ending, int sign) {
    if (ending != 0) {
      add(droplet, ending, sign);
    }
  }

  /** A kept task that has not ended is another droplet's now. */
  void moved(String from, String to) {
    add(from, KEPT, -1);
    add(to, KEPT, 1);
  }

  private void add(String droplet, int kind, int sign) {
    of(droplet)[kind] += sign;
    of(ALL)[kind] += sign;
  }

  private long[] of(String droplet) {
    return byDroplet.computeIfAbsent(droplet, _ -> new long[7]);
  }

  /** Hands all changes over and begins at none. */
  void flush(Change change) throws SQLException {
    for (Map.Entry<String, long[]> entry : byDroplet.entrySet()) {
      long[] deltas = entry.getValue();
      for (int kind = 0; kind < deltas.length; kind++) {
        if (deltas[kind] != 0) {
          change.by(entry.getKey(), kind, deltas[kind]);
        }
      }
    }
    byDroplet.clear();
  }

  /** Forgets changes that are not made. */
  void clear() {
    byDroplet.clear();
  }
}
