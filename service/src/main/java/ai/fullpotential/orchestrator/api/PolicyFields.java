package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.policy.BreakerRule;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Rate;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code PUT /policies/{droplet_name}} (contract B3). */
final class PolicyFields {

  private static final Set<String> KNOWN =
      Set.of(
          "rate_per_second",
          "burst",
          "max_concurrency",
          "retry",
          "attempt_timeout_seconds",
          "breaker",
          "paused");
  private static final Set<String> BREAKER =
      Set.of("failure_percent", "minimum_calls", "window_seconds", "open_seconds");

  private static final BigDecimal SLOWEST = new BigDecimal("0.001");
  private static final BigDecimal FASTEST = BigDecimal.valueOf(1_000_000);
  private static final int MAX_BURST = 1_000_000;
  private static final int MAX_CONCURRENCY = 100_000;
  private static final int MAX_CALLS = 1_000_000;
  private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(1);
  private static final Duration LONGEST_ATTEMPT = Duration.ofHours(24);
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
  private static final Duration SHORTEST_REST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final BodyFields fields;

  private PolicyFields(BodyFields fields) {
    this.fields = fields;
  }

  /** What a body says: a policy, or everything that is wrong with it. */
  sealed interface Reading {
    /** A policy. */
    record Valid(DropletPolicy policy) implements Reading {}

    /** Faults. */
    record Invalid(List<Fault> faults) implements Reading {}
  }

  /**
   * Reads a body.
   *
   * @param standard what a retry policy says where the body's leaves something out
   */
  static Reading read(byte[] body, RetryPolicy standard) {
    BodyFields fields = BodyFields.read(body, KNOWN, Set.of());
    PolicyFields policy = new PolicyFields(fields);
    @Nullable Rate rate = policy.rate().orElse(null);
    @Nullable Integer concurrency =
        fields.integer("max_concurrency", 1, MAX_CONCURRENCY).orElse(null);
    @Nullable RetryPolicy retry = RetryFields.read(fields, standard).orElse(null);
    @Nullable Duration attempt =
        fields.seconds("attempt_timeout_seconds", SHORTEST_ATTEMPT, LONGEST_ATTEMPT).orElse(null);
    @Nullable BreakerRule breaker = policy.breaker().orElse(null);
    @Nullable Boolean paused = fields.flag("paused").orElse(null);
    return fields.faults().isEmpty()
        ? new Reading.Valid(new DropletPolicy(rate, concurrency, retry, attempt, breaker, paused))
        : new Reading.Invalid(fields.faults());
  }

  private Optional<Rate> rate() {
    Optional<BigDecimal> rate =
        fields.decimal("rate_per_second", SLOWEST, FASTEST, "a number of calls a second");
    Optional<Integer> burst = fields.integer("burst", 1, MAX_BURST);
    if (burst.isPresent() && !fields.has("rate_per_second")) {
      fields.fault("burst", "has no meaning without rate_per_second");
    }
    return rate.map(perSecond -> rate(perSecond.doubleValue(), burst));
  }

  private static Rate rate(double perSecond, Optional<Integer> burst) {
    return new Rate(perSecond, burst.orElseGet(() -> (int) Math.max(1, Math.ceil(perSecond))));
  }

  private Optional<BreakerRule> breaker() {
    Optional<JsonText> json = fields.json("breaker");
    if (json.isEmpty()) {
      return Optional.empty();
    }
    BodyFields inner = fields.nested("breaker", json.get(), BREAKER, Set.of());
    BreakerRule standard = BreakerRule.DEFAULT;
    return Optional.of(
        new BreakerRule(
            inner.integer("failure_percent", 1, 100).orElse(standard.failurePercent()),
            inner.integer("minimum_calls", 1, MAX_CALLS).orElse(standard.minimumCalls()),
            inner.seconds("window_seconds", SHORTEST_WINDOW, LONGEST).orElse(standard.window()),
            inner.seconds("open_seconds", SHORTEST_REST, LONGEST).orElse(standard.open())));
  }
}
