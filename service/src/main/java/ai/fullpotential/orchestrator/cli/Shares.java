package ai.fullpotential.orchestrator.cli;

/**
 * How many rows each of three tables gets of a screen: what it wants, and where that is too much an
 * equal part of what the others leave.
 */
record Shares(int first, int second, int third) {

  /** A table that has rows has a blank line, a title and headings above them. */
  private static final int ABOVE = 3;

  static Shares of(int lines, int first, int second, int third) {
    int[] wanted = {first, second, third};
    int[] given = new int[wanted.length];
    int left = lines;
    for (int rows : wanted) {
      left -= rows > 0 ? ABOVE : 0;
    }
    boolean more = true;
    while (left > 0 && more) {
      more = false;
      for (int i = 0; i < wanted.length; i++) {
        if (left > 0 && given[i] < wanted[i]) {
          given[i]++;
          left--;
          more = true;
        }
      }
    }
    return new Shares(given[0], given[1], given[2]);
  }
}
