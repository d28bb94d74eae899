package ai.fullpotential.orchestrator.cli;

/** Where policies are, and where droplets are paused. */
final class PolicyPaths {

  static final String ALL = Session.ROOT + "/policies";

  private PolicyPaths() {}

  static String of(String droplet) {
    return ALL + "/" + TaskPaths.encoded(droplet);
  }

  /** Where a droplet is told to do this. */
  static String droplet(String droplet, String what) {
    return Session.ROOT + "/droplets/" + TaskPaths.encoded(droplet) + "/" + what;
  }
}
