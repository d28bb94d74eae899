package ai.fullpotential.orchestrator.reliability;

/**
 * How large a run is: as CI has it, or in full with {@code -Dreliability=full}; a number or a seed of
 * its own with {@code -Dreliability.count=} and {@code -Dreliability.seed=}.
 */
final class Scale {
  private Scale() {}

  static boolean isFull() {
    return "full".equals(System.getProperty("reliability"));
  }

  static int count(int brief, int full) {
    return Integer.getInteger("reliability.count", isFull() ? full : brief);
  }

  static long seed() {
    return Long.getLong("reliability.seed", 20_260_101);
  }
}
