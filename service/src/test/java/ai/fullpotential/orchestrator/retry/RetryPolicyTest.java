package ai.fullpotential.orchestrator.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.fullpotential.orchestrator.retry.RetryDecision.Exhausted;
import ai.fullpotential.orchestrator.retry.RetryDecision.Retry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Failure FAILURE = new Failure.Connection();
  private static final Backoff BACKOFF = Backoff.doubling(Duration.ofSeconds(1));

  @Test
  void repeatsAfterOneTwoAndFourSecondsThenGivesUp() {
    RetryPolicy policy = new RetryPolicy(3, BACKOFF);

    assertThat(policy.after(FAILURE, 0, 0.5)).isEqualTo(new Retry(Duration.ofSeconds(1)));
    assertThat(policy.after(FAILURE, 1, 0.5)).isEqualTo(new Retry(Duration.ofSeconds(2)));
    assertThat(policy.after(FAILURE, 2, 0.5)).isEqualTo(new Retry(Duration.ofSeconds(4)));
    assertThat(policy.after(FAILURE, 3, 0.5)).isEqualTo(new Exhausted());
    assertThat(policy.after(FAILURE, 4, 0.5)).isEqualTo(new Exhausted());
  }

  @Test
  void neverRepeatsWhenNoRetryIsAllowed() {
    assertThat(new RetryPolicy(0, BACKOFF).after(FAILURE, 0, 0.5)).isEqualTo(new Exhausted());
  }

  @Test
  void refusesANegativeNumberOfRetries() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(-1, BACKOFF));
  }
}
