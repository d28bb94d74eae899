package ai.fullpotential.orchestrator.cli;

/** Colours, or none. */
record Paint(boolean on) {

  private static final String RESET = "\u001b[0m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String CYAN = "\u001b[36m";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";

  /** A text that tells a status, or yes or no, in its colour. */
  String status(String status, String text) {
    return switch (status) {
      case "success", "yes" -> good(text);
      case "error", "timeout", "no" -> bad(text);
      case "cancelled", "held", "paused", "breaker open", "breaker half open" -> warning(text);
      default -> in(CYAN, text);
    };
  }

  /** A text that tells an event, in a colour by how welcome it is. */
  String event(String type, String text) {
    return switch (type) {
      case "task.succeeded",
          "droplet.reachable",
          "registry.active",
          "breaker.closed",
          "droplet.resumed" ->
          good(text);
      case "task.failed", "droplet.unreachable", "breaker.opened" -> bad(text);
      case "task.retrying", "task.held", "task.cancelled", "registry.stale", "droplet.paused" ->
          warning(text);
      default -> in(CYAN, text);
    };
  }

  String good(String text) {
    return in(GREEN, text);
  }

  String warning(String text) {
    return in(YELLOW, text);
  }

  String bad(String text) {
    return in(RED, text);
  }

  String heading(String text) {
    return in(BOLD, text);
  }

  String faint(String text) {
    return in(DIM, text);
  }

  private String in(String colour, String text) {
    return on && !text.isEmpty() ? colour + text + RESET : text;
  }
}
