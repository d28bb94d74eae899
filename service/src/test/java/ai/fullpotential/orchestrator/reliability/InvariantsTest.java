package ai.fullpotential.orchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.reliability.Kept.KeptAttempt;
import ai.fullpotential.orchestrator.reliability.SeenDroplet.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each violation is caught, and what is whole is not complained of. */
class InvariantsTest {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** A run of one task that failed once by a kill and then succeeded; a test spoils it. */
  private static final class Run {
    final List<Told> told = new ArrayList<>(List.of(told(200, null, "success")));
    final List<Call> seen = new ArrayList<>(List.of(call(1, 10), call(2, 2000)));
    final Map<String, Kept> kept =
        new HashMap<>(Map.of("t", kept("success", 2500, "unknown", "answered")));
    final List<Instant> faults = new ArrayList<>(List.of(START.plusMillis(100)));
  }

  private static List<String> violations(Consumer<Run> spoiling) {
    Run run = new Run();
    spoiling.accept(run);
    return Invariants.violations(new Logs(run.told, run.seen, run.kept, run.faults));
  }

  private static Told told(int http, @Nullable String code, String status) {
    return new Told(1, null, http, code, "t", status, START.plusMillis(2600));
  }

  private static Call call(int attempt, int millis) {
    return new Call("t", attempt, START.plusMillis(millis));
  }

  private static Kept kept(String status, int endMillis, @Nullable String... outcomes) {
    List<KeptAttempt> attempts = new ArrayList<>();
    for (String outcome : outcomes) {
      attempts.add(new KeptAttempt(attempts.size() + 1, START, outcome));
    }
    return new Kept("t", 1, status, START, START, START.plusMillis(endMillis), attempts);
  }

  @Test
  void aWholeRunHasNone() {
    assertThat(violations(_ -> {})).isEmpty();
  }

  @Test
  void anAcknowledgedTaskThatIsNotKept() {
    assertThat(violations(run -> run.kept.clear()))
        .contains("I1 t: acknowledged with 200 but not in the store");
  }

  @Test
  void anAcceptedTaskThatIsNotKept() {
    assertThat(
            violations(
                run -> {
                  run.told.set(0, told(202, null, "queued"));
                  run.seen.clear();
                  run.kept.clear();
                }))
        .containsExactly("I1 t: acknowledged with 202 but not in the store");
  }

  @Test
  void anErrorOfTheStoreIsNoAcknowledgement() {
    assertThat(
            violations(
                run -> {
                  run.told.set(0, told(503, "STORE_UNAVAILABLE", "error"));
                  run.seen.clear();
                  run.kept.clear();
                }))
        .isEmpty();
  }

  @Test
  void aTaskThatNeverEnds() {
    assertThat(
            violations(
                run -> {
                  run.told.set(0, told(202, null, "queued"));
                  run.kept.put("t", kept("running", 2500, "unknown", null));
                }))
        .containsExactly("I1 t: still running");
  }

  @Test
  void aCallAfterTheSuccess() {
    assertThat(violations(run -> run.seen.set(1, call(2, 2900))))
        .singleElement()
        .asString()
        .startsWith("I2 t: called at");
  }

  @Test
  void moreCallsThanAttempts() {
    assertThat(violations(run -> run.seen.add(call(3, 2001))))
        .containsExactly("I3 t: 3 calls, 2 attempts", "I3 t: attempt 3 is not on record");
  }

  @Test
  void oneAttemptCalledTwice() {
    assertThat(violations(run -> run.seen.set(1, call(1, 2000))))
        .containsExactly("I3 t: attempt 1 was called 2 times");
  }

  @Test
  void anEndWithAnOpenAttempt() {
    assertThat(violations(run -> run.kept.put("t", kept("success", 2500, "unknown", null))))
        .containsExactly("I3 t: ended with attempt 2 open");
  }

  @Test
  void aCallOfATaskThatIsNotKept() {
    assertThat(
            violations(
                run -> {
                  run.told.clear();
                  run.kept.clear();
                }))
        .containsExactly("I3 t: called, but not in the store");
  }

  @Test
  void aFinalStatusThatChanged() {
    assertThat(violations(run -> run.told.add(told(504, "TIMEOUT", "error"))))
        .containsExactly("I4 t: told as timeout, and now success");
  }

  @Test
  void moreLostAttemptsThanFaults() {
    assertThat(violations(run -> run.faults.clear()))
        .containsExactly("I6 t: 1 attempts lost in 0 faults");
  }

  @Test
  void twoTasksOfOneSubmission() {
    assertThat(
            violations(
                run -> {
                  Kept first = kept("success", 2500, "unknown", "answered");
                  run.kept.put(
                      "u",
                      new Kept(
                          "u", 1, "success", START, START, first.completedAt(), first.attempts()));
                }))
        .containsExactly("C3 submission 1: 2 tasks");
  }
}
