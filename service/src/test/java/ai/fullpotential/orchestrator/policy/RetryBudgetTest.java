package ai.fullpotential.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private static final long SECOND = 1_000_000_000;

  private int spendAll(RetryBudget budget, long now) {
    int spent = 0;
    while (budget.hasOne(now)) {
      budget.spend(now);
      spent++;
    }
    return spent;
  }

  @Test
  void hasTenSecondsSavedAtFirst() {
    assertThat(spendAll(new RetryBudget(1, 0), 0)).isEqualTo(100);
  }

  @Test
  void growsByTenASecondAndAFifthOfTheCalls() {
    RetryBudget budget = new RetryBudget(1, 0);
    spendAll(budget, 0);
    for (int i = 0; i < 50; i++) {
      budget.called(0);
    }
    assertThat(spendAll(budget, 0)).isEqualTo(10);
    assertThat(spendAll(budget, SECOND)).isEqualTo(10);
    assertThat(spendAll(budget, 4 * SECOND)).isEqualTo(30);
  }

  @Test
  void savesNothingForLongerThanTenSeconds() {
    RetryBudget budget = new RetryBudget(1, 0);
    for (int i = 0; i < 1000; i++) {
      budget.called(0);
    }
    assertThat(budget.left(9 * SECOND)).isEqualTo(300);
    assertThat(budget.left(10 * SECOND)).isEqualTo(100);
    assertThat(budget.left(11 * SECOND)).isEqualTo(100);
    assertThat(budget.left(1000 * SECOND)).isEqualTo(100);
  }

  @Test
  void isSharedByTheNodes() {
    RetryBudget budget = new RetryBudget(4, 0);
    assertThat(spendAll(budget, 0)).isEqualTo(25);
    budget.share(2);
    assertThat(spendAll(budget, SECOND)).isEqualTo(5);
  }

  @Test
  void aRetryThatSucceedsGivesBackWhatItSpentASecondLater() {
    RetryBudget budget = new RetryBudget(1, 0);
    spendAll(budget, 0);
    budget.giveBack(0);
    assertThat(budget.left(SECOND - 1)).isEqualTo(9);
    assertThat(budget.left(SECOND)).isEqualTo(11);
  }

  /** R2: each second gets ten more than the one before, so the worst is at most twice the mean. */
  @Test
  void aDropletThatIsBackGetsMoreAndMoreRetries() {
    RetryBudget budget = new RetryBudget(1, 0);
    spendAll(budget, 0);
    for (int second = 1; second <= 30; second++) {
      int made = 0;
      for (int part = 0; part < 10; part++) {
        long now = (second - 1) * SECOND + (part + 1) * SECOND / 10;
        int spent = spendAll(budget, now);
        made += spent;
        for (int i = 0; i < spent; i++) {
          budget.giveBack(now);
        }
      }
      assertThat(made).isEqualTo(10 * second);
    }
  }

  /** R1: calls are at most 1.2 times the first attempts and ten a second, from ten seconds before on. */
  @Property(tries = 500)
  void retriesNeverOutnumberWhatWasEarned(@ForAll long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    RetryBudget budget = new RetryBudget(1, 0);
    long now = 0;
    int first = 0;
    int retries = 0;
    for (int step = 0; step < 2000; step++) {
      now += chance.nextLong(SECOND / 50);
      if (chance.nextInt(3) == 0) {
        budget.called(now);
        first++;
      } else if (budget.hasOne(now)) {
        budget.spend(now);
        retries++;
      }
      assertThat(retries).isLessThanOrEqualTo((int) (0.2 * first + 10 * (now / 1e9 + 10.2) + 1e-3));
    }
  }
}
