package ai.fullpotential.orchestrator.cli;

/**
 * How far a load has come.
 *
 * @param salt what made the keys
 * @param total how many tasks the file has, 0 when that is not known
 * @param lines how many lines are done, blank ones too
 * @param fingerprint of these lines
 * @param accepted how many of them are tasks now
 * @param refused how many the service did not take
 * @param refusedBytes how much of the file of refused lines is of them
 */
record Place(
    String salt,
    long total,
    long lines,
    String fingerprint,
    long accepted,
    long refused,
    long refusedBytes) {

  /** Where a load begins. */
  static Place start(String salt, long total) {
    return new Place(salt, total, 0, "", 0, 0, 0);
  }

  /** The same place in a file with so many tasks. */
  Place of(long tasks) {
    return new Place(salt, tasks, lines, fingerprint, accepted, refused, refusedBytes);
  }

  long done() {
    return accepted + refused;
  }
}
