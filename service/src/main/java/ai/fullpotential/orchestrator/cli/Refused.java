package ai.fullpotential.orchestrator.cli;

/** The service answered with an error that asking again would not change. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  Refused(Reply reply) {
    super("HTTP " + reply.status());
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}
