package ai.fullpotential.orchestrator.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswerBudgetTest {

  @Test
  void givesAsMuchAsThereIs() {
    AnswerBudget budget = new AnswerBudget(100);
    assertThat(budget.take(60)).isEqualTo(60);
    assertThat(budget.take(60)).isZero();
    assertThat(budget.take(40)).isEqualTo(40);
    budget.giveBack(60);
    assertThat(budget.take(60)).isEqualTo(60);
  }

  @Test
  void hasRoomForOneAnswerOfAnySize() {
    AnswerBudget budget = new AnswerBudget(100);
    assertThat(budget.take(1000)).isEqualTo(100);
    assertThat(budget.take(1)).isZero();
    budget.giveBack(100);
    assertThat(budget.take(1)).isEqualTo(1);
  }

  /** Sixteen times the budget, half of the answers without telling their length. */
  @Test
  void manyLargeAnswersAllComeThrough() throws Exception {
    int bytes = 2_000_000;
    int calls = 40;
    String body = "x".repeat(bytes);
    try (Loops loops = new Loops(2);
        ScriptedDroplet announced = ScriptedDroplet.playing(Turns.status(200, body));
        ScriptedDroplet unannounced =
            ScriptedDroplet.playing(
                Turns.sendAndClose("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body))) {
      HttpCaller caller =
          new HttpCaller(loops, OutboundSettings.STANDARD, new AnswerBudget(5_000_000));
      List<CompletableFuture<HttpOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        BaseUrl target = (i % 2 == 0 ? announced : unannounced).url();
        var loop = loops.next();
        CompletableFuture<HttpOutcome> outcome = new CompletableFuture<>();
        outcomes.add(outcome);
        loop.execute(
            () ->
                caller.call(
                    HttpCall.get(target, "/", Duration.ofSeconds(30), 4_000_000),
                    loop,
                    outcome::complete));
      }
      for (CompletableFuture<HttpOutcome> outcome : outcomes) {
        assertThat(outcome.get(30, TimeUnit.SECONDS))
            .isInstanceOfSatisfying(
                HttpOutcome.Answered.class, a -> assertThat(a.body()).hasSize(bytes));
      }
    }
  }
}
