package ai.fullpotential.orchestrator.flow;

import static ai.fullpotential.orchestrator.flow.TestPolicies.rated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.flow.PolicyBook.Written;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.registry.LogWatch;
import ai.fullpotential.orchestrator.store.InMemoryDocuments;
import ai.fullpotential.orchestrator.task.ScriptedDocuments;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Policies on two nodes that share a store. */
class PolicyBookTest {

  private final InMemoryDocuments shared = new InMemoryDocuments();
  private final ScriptedDocuments way = new ScriptedDocuments(shared);
  private final PolicyBook here = new PolicyBook(way);
  private final PolicyBook there = new PolicyBook(shared);

  private static DropletPolicy now(Written written) {
    return ((Written.Done) written).now().policy();
  }

  private static JsonText broken() {
    return Json.string("of another time");
  }

  @Test
  void whatIsWrittenHoldsAtOnceHereAndAfterALookThere() {
    assertThat(here.put("Thing", rated(5)))
        .isEqualTo(
            new Written.Done(new StoredPolicy("Thing", rated(5)), DropletPolicy.NOTHING, true));
    assertThat(here.get().of("THING")).isEqualTo(rated(5));
    assertThat(there.get().of("thing")).isEqualTo(DropletPolicy.NOTHING);

    there.look();
    assertThat(there.get().of("thing")).isEqualTo(rated(5));
    assertThat(there.find("tHING")).contains(new StoredPolicy("Thing", rated(5)));

    assertThat(there.put("THING", rated(6)))
        .isEqualTo(new Written.Done(new StoredPolicy("THING", rated(6)), rated(5), false));
    here.look();
    assertThat(here.all()).containsExactly(new StoredPolicy("THING", rated(6)));
  }

  @Test
  void whatIsDeletedIsGoneAtOnceHereAndAfterALookThere() {
    here.put("Thing", rated(5));
    there.look();

    assertThat(here.delete("thing")).isTrue();
    assertThat(here.get().of("Thing")).isEqualTo(DropletPolicy.NOTHING);
    there.look();
    assertThat(there.all()).isEmpty();
    assertThat(there.delete("Thing")).isFalse();
  }

  @Test
  void allAreListedByName() {
    here.put("beta", rated(1));
    here.put("Alpha", rated(2));
    here.put("*", rated(3));

    assertThat(here.all()).extracting(StoredPolicy::name).containsExactly("*", "Alpha", "beta");
  }

  @Test
  void aPauseKeepsWhatElseIsSaid() {
    here.put("Thing", rated(5));

    assertThat(now(here.pause("THING"))).isEqualTo(rated(5).withPaused(true));
    assertThat(here.find("thing")).map(StoredPolicy::name).contains("Thing");
    assertThat(now(here.pause("thing"))).isEqualTo(rated(5).withPaused(true));
    assertThat(now(here.resume("thing"))).isEqualTo(rated(5));
    assertThat(now(here.resume("thing"))).isEqualTo(rated(5));
  }

  @Test
  void aPauseNeedsNoPolicyAndAResumeMakesNone() {
    assertThat(here.resume("Thing")).isEqualTo(new Written.Missing());
    assertThat(here.all()).isEmpty();

    assertThat(now(here.pause("Thing")).isPaused()).isTrue();
    assertThat(now(here.resume("Thing"))).isEqualTo(DropletPolicy.NOTHING);
  }

  @Test
  void oneIsResumedWhileTheDefaultStaysPaused() {
    here.pause("*");
    assertThat(here.get().of("thing").isPaused()).isTrue();

    assertThat(now(here.resume("thing")).paused()).isFalse();
    assertThat(here.get().of("thing").isPaused()).isFalse();
    assertThat(here.get().of("other").isPaused()).isTrue();

    here.resume("*");
    assertThat(here.get().of("other").isPaused()).isFalse();
  }

  @Test
  void aPauseDoesNotUndoWhatAnotherNodeWritesJustThen() {
    here.put("thing", rated(5));
    way.beforeNextReplace(() -> there.put("thing", rated(6)));

    assertThat(now(here.pause("thing"))).isEqualTo(rated(6).withPaused(true));
  }

  @Test
  void nothingIsCalledUntilItIsKnownWhatHolds() {
    AtomicInteger heard = new AtomicInteger();
    there.onChange(heard::incrementAndGet);
    assertThat(there.inForce().of("thing").isPaused()).isTrue();
    there.look();
    assertThat(there.inForce().of("thing").isPaused()).isFalse();
    assertThat(heard).hasValue(1);
  }

  @Test
  void thereAreNoMoreThanMayBe() {
    for (int i = 0; i < PolicyBook.MAX_POLICIES; i++) {
      here.put("thing-" + i, rated(1));
    }

    assertThat(here.put("one more", rated(1))).isEqualTo(new Written.Full());
    assertThat(here.pause("one more")).isEqualTo(new Written.Full());
    assertThat(here.put("thing-7", rated(2))).isInstanceOf(Written.Done.class);
    assertThat(here.all()).hasSize(PolicyBook.MAX_POLICIES);
  }

  @Test
  void listenersHearOfEachChangeAndOfNothingElse() {
    there.look();
    AtomicInteger heard = new AtomicInteger();
    there.onChange(heard::incrementAndGet);

    there.put("thing", rated(1));
    there.put("thing", rated(1));
    there.look();
    assertThat(heard).hasValue(1);
    here.put("thing", rated(2));
    there.look();
    there.look();
    assertThat(heard).hasValue(2);
    there.delete("thing");
    assertThat(heard).hasValue(3);
  }

  @Test
  void whatCannotBeReadIsToldOfOnceAndDoesNotStopTheOthers() {
    shared.create(PolicyBook.KIND, "thing", broken());
    here.put("other", rated(1));
    try (LogWatch log = new LogWatch(PolicyReader.class)) {
      here.look();
      here.look();
      assertThat(log.warnings()).hasSize(1);
    }
    assertThat(here.all()).extracting(StoredPolicy::name).containsExactly("other");

    assertThat(here.pause("thing")).isEqualTo(new Written.Unreadable());
    assertThat(now(here.put("thing", rated(2)))).isEqualTo(rated(2));
    here.look();
    assertThat(here.get().of("thing")).isEqualTo(rated(2));
  }

  @Test
  void whatIsWrittenAnewUnderTheFirstVersionIsReadAnew() {
    here.put("thing", rated(1));
    there.look();
    here.delete("thing");
    here.put("thing", rated(2));

    there.look();
    assertThat(there.get().of("thing")).isEqualTo(rated(2));
  }

  @Test
  void whileTheStoreIsAwayTheLastPoliciesHold() {
    here.put("thing", rated(1));
    way.goAway();

    assertThatThrownBy(here::look).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> here.put("thing", rated(2))).isInstanceOf(StoreUnavailable.class);
    assertThat(here.get().of("thing")).isEqualTo(rated(1));
  }
}
