package ai.fullpotential.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.flow.Answer;
import ai.fullpotential.orchestrator.flow.Ask;
import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.TestDirectory;
import ai.fullpotential.orchestrator.time.ManualLoop;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which droplet is chosen among those with a capability. */
class RoutingTest {

  private final ManualTime time = new ManualTime();
  private final ManualLoop loop = new ManualLoop(time);
  private final TestDirectory directory = new TestDirectory(time);
  private final Set<String> silent = new HashSet<>();
  private Policies policies = Policies.NONE;
  private final Gates gates = new Gates(false, () -> policies, 1000, time, loop, (_, _) -> {});
  private final Routing routing =
      new Routing(directory.directory(), name -> !silent.contains(name), gates);

  @BeforeEach
  void listThree() {
    directory.list(List.of(mailer("c"), mailer("a"), mailer("b"), droplet("d", "active", "fax")));
  }

  private static Droplet mailer(String name) {
    return droplet(name, "active", "print", "Mail");
  }

  private static Droplet droplet(String name, @Nullable String status, String... capabilities) {
    return TestDirectory.offering(
        name, BaseUrl.parse("http://" + name).orElseThrow(), status, capabilities);
  }

  private @Nullable String choice(String capability, @Nullable String last) {
    return routing.choose(capability, last).map(Droplet::name).orElse(null);
  }

  private void call(String droplet) {
    List<Answer> answers = new ArrayList<>();
    gates.enter(new Ask(droplet, 5, false, false, false), loop, answers::add);
    assertThat(answers).hasOnlyElementsOfType(Answer.Go.class).hasSize(1);
  }

  @Test
  void eachIsChosenInItsTurn() {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      chosen.add(choice("mail", null));
    }
    assertThat(chosen).containsExactly("a", "b", "c", "a", "b", "c", "a");
  }

  @Test
  void theLeastBusyComesBeforeWhoseTurnItIs() {
    call("a");
    call("a");
    call("b");
    assertThat(choice("MAIL", null)).isEqualTo("c");
    call("c");
    call("c");
    assertThat(choice("mail", null)).isEqualTo("b");
  }

  @Test
  void aRetryGoesToAnotherHoweverBusy() {
    call("b");
    call("c");
    call("c");
    assertThat(choice("mail", "A")).isEqualTo("b");
    silent.add("b");
    silent.add("c");
    assertThat(choice("mail", "a")).as("when there is another").isEqualTo("a");
  }

  @Test
  void aLookTakesNobodysTurn() {
    assertThat(routing.best("mail", null)).map(Droplet::name).contains("a");
    assertThat(routing.best("mail", null)).map(Droplet::name).contains("a");
  }

  @Test
  void oneWhoseGateIsShutComesLast() {
    policies = new Policies(Map.of("a", DropletPolicy.NOTHING.withPaused(true)));
    gates.policiesChanged();
    assertThat(choice("mail", "b")).isEqualTo("c");
    assertThat(choice("mail", "c")).isEqualTo("b");
    silent.add("c");
    assertThat(choice("mail", "b")).as("even for a retry").isEqualTo("b");
    silent.add("b");
    assertThat(choice("mail", null)).as("but it is better than none").isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({"active, true", "ACTIVE, true", ", true", "inactive, false", "error, false"})
  void onlyAnActiveOneIsChosen(@Nullable String status, boolean isChosen) {
    directory.list(List.of(droplet("a", status, "mail")));
    assertThat(choice("mail", null)).isEqualTo(isChosen ? "a" : null);
  }

  @Test
  void onlyOneThatAnswersAndListsTheCapabilityIsChosen() {
    silent.addAll(Set.of("a", "c"));
    assertThat(choice("mail", null)).isEqualTo("b");
    assertThat(choice("fax", null)).isEqualTo("d");
    assertThat(choice("ma", null)).isNull();
    silent.add("b");
    assertThat(choice("mail", null)).isNull();
  }
}
