package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.BreakerRule;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Rate;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.Jitter;
import ai.fullpotential.orchestrator.retry.RetryOn;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.retry.Waits;
import java.time.Duration;
import java.util.List;

/** Policies that tests write. */
final class TestPolicies {
  private TestPolicies() {}

  /** Says everything there is to say. */
  static final DropletPolicy FULL =
      new DropletPolicy(
          new Rate(2.5, 7),
          4,
          new RetryPolicy(
              5,
              new Backoff(Duration.ofMillis(250), 1.5, Duration.ofSeconds(9)),
              Jitter.percent(12.5),
              new RetryOn(
                  List.of(new RetryOn.Range(500, 599), new RetryOn.Range(429, 429)), true, false),
              true),
          Duration.ofMillis(1500),
          new BreakerRule(30, 10, Duration.ofSeconds(20), Duration.ofMillis(500)),
          false);

  /** Tries again after waits that are told one by one. */
  static final DropletPolicy LISTED =
      retrying(
          new RetryPolicy(
              2,
              new Waits.Listed(List.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofHours(24))),
              Jitter.FULL,
              new RetryOn(List.of(), false, true),
              false));

  /** So many calls a second. */
  static DropletPolicy rated(double perSecond) {
    return new DropletPolicy(new Rate(perSecond, 1), null, null, null, null, null);
  }

  static DropletPolicy retrying(RetryPolicy retry) {
    return new DropletPolicy(null, null, retry, null, null, null);
  }
}
