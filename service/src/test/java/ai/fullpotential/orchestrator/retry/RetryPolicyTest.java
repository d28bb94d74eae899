package ai.fullpotential.orchestrator.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.fullpotential.orchestrator.retry.RetryDecision.Exhausted;
import ai.fullpotential.orchestrator.retry.RetryDecision.Retry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Backoff BACKOFF = Backoff.doubling(Duration.ofSeconds(1));

  @Test
  void repeatsAfterOneTwoAndFourSecondsThenGivesUp() {
    RetryPolicy policy = new RetryPolicy(3, BACKOFF);

    assertThat(policy.afterFailure(0)).isEqualTo(new Retry(Duration.ofSeconds(1)));
    assertThat(policy.afterFailure(1)).isEqualTo(new Retry(Duration.ofSeconds(2)));
    assertThat(policy.afterFailure(2)).isEqualTo(new Retry(Duration.ofSeconds(4)));
    assertThat(policy.afterFailure(3)).isEqualTo(new Exhausted());
    assertThat(policy.afterFailure(4)).isEqualTo(new Exhausted());
  }

  @Test
  void neverRepeatsWhenNoRetryIsAllowed() {
    assertThat(new RetryPolicy(0, BACKOFF).afterFailure(0)).isEqualTo(new Exhausted());
  }

  @Test
  void refusesANegativeNumberOfRetries() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(-1, BACKOFF));
  }
}
