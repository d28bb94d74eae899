package ai.fullpotential.orchestrator.policy;

/**
 * How fast a droplet is called (contract B3).
 *
 * @param perSecond calls a second, in the long run
 * @param burst how many calls may be made at once after a while without any
 */
public record Rate(double perSecond, int burst) {

  /** Rejects what lets nothing through. */
  public Rate {
    if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException("perSecond " + perSecond + " is not a positive number");
    }
    if (burst < 1) {
      throw new IllegalArgumentException("burst " + burst + " is below 1");
    }
  }
}
