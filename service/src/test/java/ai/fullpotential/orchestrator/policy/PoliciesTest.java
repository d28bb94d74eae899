package ai.fullpotential.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  private static final DropletPolicy TWO = new DropletPolicy(null, 2, null, null, null, null);
  private static final DropletPolicy SLOW =
      new DropletPolicy(new Rate(1, 1), 9, null, null, null, true);

  @Test
  void whatADropletsPolicyDoesNotSayTheDefaultSays() {
    Policies policies = new Policies(Map.of("Alpha", TWO, "*", SLOW));
    assertThat(policies.of("ALPHA"))
        .isEqualTo(new DropletPolicy(new Rate(1, 1), 2, null, null, null, true));
    assertThat(policies.of("beta")).isEqualTo(SLOW);
    assertThat(policies.stored("alpha")).contains(TWO);
    assertThat(policies.stored("beta")).isEmpty();
  }

  @Test
  void withoutAPolicyThereIsNoBound() {
    assertThat(Policies.NONE.of("alpha")).isEqualTo(DropletPolicy.NOTHING);
    assertThat(new Policies(Map.of("alpha", TWO)).of("beta")).isEqualTo(DropletPolicy.NOTHING);
  }

  @Test
  void oneDropletCanGoOnWhileAllOthersArePaused() {
    Policies policies = new Policies(Map.of("alpha", TWO.withPaused(false), "*", SLOW));
    assertThat(policies.of("alpha").isPaused()).isFalse();
    assertThat(policies.of("beta").isPaused()).isTrue();
  }
}
