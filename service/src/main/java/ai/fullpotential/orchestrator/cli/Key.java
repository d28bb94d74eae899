package ai.fullpotential.orchestrator.cli;

/** What a key means in a view. */
enum Key {
  NONE,
  QUIT,
  PAUSE,
  SORT,
  UP,
  DOWN,
  LEFT,
  RIGHT;

  private static final char CTRL_C = 3;
  private static final char CTRL_D = 4;

  static Key of(char typed) {
    return switch (typed) {
      case 'q', 'Q', CTRL_C, CTRL_D -> QUIT;
      case 'p', 'P', ' ' -> PAUSE;
      case 's', 'S' -> SORT;
      case 'k' -> UP;
      case 'j' -> DOWN;
      default -> NONE;
    };
  }

  /** Of the last character of what an arrow sends. */
  static Key ofSequence(char last) {
    return switch (last) {
      case 'A' -> UP;
      case 'B' -> DOWN;
      case 'C' -> RIGHT;
      case 'D' -> LEFT;
      default -> NONE;
    };
  }
}
