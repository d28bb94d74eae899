package ai.fullpotential.orchestrator.simulation;

/** What becomes of what the nodes ask of their store. */
final class StoreTrouble {

  /** What becomes of one request. */
  enum Fate {
    /** Made and answered before the call returns, as a store in memory does. */
    AT_ONCE,
    ANSWERED,
    NOT_MADE,
    MADE_UNTOLD,
    /** Nobody knows, and it is made after they were told so. */
    MADE_LATE,
    /** Answered, and made once more later: one that was given up and its repeat are both made. */
    MADE_TWICE;

    /** Whether the asker does not hear what became of it. */
    boolean isTrouble() {
      return this == NOT_MADE || this == MADE_UNTOLD || this == MADE_LATE;
    }
  }

  private final World world;
  private int troubled;
  private boolean out;
  private int planned;
  private int missed;
  private boolean ended;

  /** No trouble yet. */
  StoreTrouble(World world) {
    this.world = world;
  }

  /** Nobody reaches the store from now on, or everybody does again. */
  void out(boolean now) {
    out = now;
  }

  boolean isOut() {
    return out;
  }

  /** So many of the next requests are troubled. */
  void trouble(int more) {
    troubled += more;
    planned += more;
  }

  void end() {
    out = false;
    ended = true;
    missed += troubled;
    troubled = 0;
  }

  int planned() {
    return planned;
  }

  int fired() {
    return planned - missed - troubled;
  }

  Fate next(String request) {
    if (out) {
      return world.chance(0.2) ? Fate.MADE_UNTOLD : Fate.NOT_MADE;
    }
    if (troubled > 0 && world.chance(0.7)) {
      troubled--;
      int kind = world.random.nextInt(3);
      return kind == 0 ? Fate.NOT_MADE : kind == 1 ? Fate.MADE_UNTOLD : Fate.MADE_LATE;
    }
    if (!ended && request.equals("save") && world.chance(0.05)) {
      return Fate.MADE_TWICE;
    }
    return world.chance(0.1) ? Fate.AT_ONCE : Fate.ANSWERED;
  }
}
