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
    MADE_LATE
  }

  private final World world;
  private final boolean late;
  private int troubled;
  private boolean out;
  private int planned;
  private int missed;

  /**
   * No trouble yet.
   *
   * @param late whether a request may still be made after its asker has given it up
   */
  StoreTrouble(World world, boolean late) {
    this.world = world;
    this.late = late;
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
      int kind = world.random.nextInt(late && !request.equals("save") ? 3 : 2);
      return kind == 0 ? Fate.NOT_MADE : kind == 1 ? Fate.MADE_UNTOLD : Fate.MADE_LATE;
    }
    return world.chance(0.1) ? Fate.AT_ONCE : Fate.ANSWERED;
  }
}
