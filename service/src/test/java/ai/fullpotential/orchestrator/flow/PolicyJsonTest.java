package ai.fullpotential.orchestrator.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form in which policies are kept and told. */
class PolicyJsonTest {

  private static String told(DropletPolicy policy) {
    return PolicyJson.document(new StoredPolicy("Thing", policy)).toString();
  }

  private static DropletPolicy again(DropletPolicy policy) {
    StoredPolicy stored = new StoredPolicy("Thing", policy);
    StoredPolicy read = PolicyJson.read(PolicyJson.document(stored));
    assertThat(read.name()).isEqualTo("Thing");
    return read.policy();
  }

  @Test
  void aPolicyThatSaysEverythingIsToldInTheWordsOfTheWire() {
    assertThat(told(TestPolicies.FULL))
        .isEqualTo(
            "{\"name\":\"Thing\",\"rate_per_second\":2.5,\"burst\":7,\"max_concurrency\":4,"
                + "\"retry\":{\"max_retries\":5,\"backoff\":{\"initial_seconds\":0.25,"
                + "\"multiplier\":1.5,\"max_seconds\":9},\"jitter\":12.5,"
                + "\"retry_on\":[\"500-599\",\"429\",\"timeout\"],\"respect_retry_after\":true},"
                + "\"attempt_timeout_seconds\":1.5,\"breaker\":{\"failure_percent\":30,"
                + "\"minimum_calls\":10,\"window_seconds\":20,\"open_seconds\":0.5},"
                + "\"paused\":false}");
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    assertThat(again(TestPolicies.FULL)).isEqualTo(TestPolicies.FULL);
    assertThat(again(TestPolicies.LISTED)).isEqualTo(TestPolicies.LISTED);
    assertThat(again(DropletPolicy.NOTHING)).isEqualTo(DropletPolicy.NOTHING);
    DropletPolicy plain =
        TestPolicies.retrying(new RetryPolicy(0, Backoff.doubling(Duration.ofNanos(1))));
    assertThat(again(plain)).isEqualTo(plain);
  }

  @Test
  void numbersHaveNoExponent() {
    assertThat(told(TestPolicies.rated(1_000_000))).contains("\"rate_per_second\":1000000,");
    assertThat(told(TestPolicies.rated(0.001))).contains("\"rate_per_second\":0.001,");
  }

  @Test
  void whatIsNotSaidIsLeftOut() {
    assertThat(told(DropletPolicy.NOTHING)).isEqualTo("{\"name\":\"Thing\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"name\":\"x\",\"rate_per_second\":1}",
        "{\"name\":\"x\",\"rate_per_second\":\"1\",\"burst\":1}",
        "{\"name\":\"x\",\"max_concurrency\":0}",
        "{\"name\":\"x\",\"max_concurrency\":1.5}",
        "{\"name\":\"x\",\"paused\":1}",
        "{\"name\":\"x\",\"breaker\":{}}",
        "{\"name\":\"x\",\"retry\":{\"max_retries\":1}}"
      })
  void whatWasNotWrittenHereIsNotRead(String document) {
    assertThatThrownBy(
            () ->
                PolicyJson.read(
                    Json.compact(document.getBytes(StandardCharsets.UTF_8)).orElseThrow()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
