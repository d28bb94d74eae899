package ai.fullpotential.orchestrator.cli;

/** Colours for the statuses of tasks, or none. */
record Paint(boolean on) {

  private static final String RESET = "\u001b[0m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String CYAN = "\u001b[36m";

  /** A text that tells the status, in the status's colour. */
  String status(String status, String text) {
    if (!on) {
      return text;
    }
    return switch (status) {
      case "success" -> GREEN + text + RESET;
      case "error", "timeout" -> RED + text + RESET;
      case "cancelled", "held" -> YELLOW + text + RESET;
      default -> CYAN + text + RESET;
    };
  }
}
