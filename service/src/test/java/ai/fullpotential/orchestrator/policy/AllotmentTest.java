package ai.fullpotential.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.policy.Allotment.Division;
import ai.fullpotential.orchestrator.policy.Allotment.Needs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AllotmentTest {

  private static final long SECOND = 1_000_000;
  private static final DropletPolicy TEN = limit(10);

  private static DropletPolicy limit(int most) {
    return new DropletPolicy(null, most, null, null, null, null);
  }

  private static DropletPolicy rate(double perSecond, int burst) {
    return new DropletPolicy(new Rate(perSecond, burst), null, null, null, null, null);
  }

  private static Needs wants(long lease, int calls, int want) {
    return new Needs(lease, calls, want, 0, 0, false);
  }

  @Test
  void oneNodeAloneHasAllItWants() {
    Division all = Allotment.fresh(TEN, 0).divide(TEN, Set.of(1L), wants(1, 0, 300), SECOND);
    assertThat(all.slots()).isEqualTo(10);
  }

  @Test
  void whoHasEverythingGivesHalfToWhoLacks() {
    Set<Long> both = Set.of(1L, 2L);
    Allotment a = Allotment.fresh(TEN, 0).divide(TEN, both, wants(1, 0, 300), 1).after();
    Division none = a.divide(TEN, both, wants(2, 0, 300), 2);
    assertThat(none.slots()).isZero();

    Division less = none.after().divide(TEN, both, wants(1, 7, 300), 3);
    assertThat(less.slots()).as("begins no call beyond its part").isEqualTo(5);
    assertThat(less.after().divide(TEN, both, wants(2, 0, 300), 4).slots())
        .as("what calls still take is not given away")
        .isEqualTo(3);
    Allotment later = less.after().divide(TEN, both, wants(1, 5, 300), 5).after();
    assertThat(later.divide(TEN, both, wants(2, 0, 300), 6).slots()).isEqualTo(5);
  }

  @Test
  void whenTheBoundIsLoweredEachKeepsItsPartOfTheNewOne() {
    Set<Long> both = Set.of(1L, 2L);
    DropletPolicy twenty = limit(20);
    Allotment a = Allotment.fresh(twenty, 0).divide(twenty, both, wants(1, 0, 10), 1).after();
    a = a.divide(twenty, both, wants(2, 0, 10), 2).after();

    Division first = a.divide(TEN, both, wants(1, 10, 300), 3);
    assertThat(first.slots()).isEqualTo(5);
    Division second = first.after().divide(TEN, both, wants(2, 10, 300), 4);
    assertThat(second.slots()).isEqualTo(5);
    a = second.after().divide(TEN, both, wants(1, 3, 300), 5).after();
    a = a.divide(TEN, both, wants(2, 5, 300), 6).after();
    assertThat(a.divide(TEN, both, wants(1, 3, 300), 7).slots()).isEqualTo(5);
  }

  @Test
  void whatANodeHadThatIsGoneFallsToTheOthers() {
    Allotment a = Allotment.fresh(TEN, 0).divide(TEN, Set.of(1L), wants(1, 0, 10), 1).after();
    assertThat(a.divide(TEN, Set.of(2L), wants(2, 0, 10), 2).slots()).isEqualTo(10);
  }

  @Test
  void moreNodesThanSlotsHaveTheirTurns() {
    DropletPolicy one = limit(1);
    Set<Long> all = Set.of(1L, 2L, 3L);
    Allotment state = Allotment.fresh(one, 0);
    List<Long> turns = new ArrayList<>();
    for (int tick = 0; tick < 60; tick++) {
      long lease = 1L + tick % 3;
      Division division = state.divide(one, all, wants(lease, 0, 5), tick * 1000L);
      state = division.after();
      if (division.slots() == 1) {
        turns.add(lease);
      }
    }
    assertThat(turns).contains(1L, 2L, 3L);
    for (long lease = 1; lease <= 3; lease++) {
      assertThat(turns).filteredOn(List.of(lease)::contains).hasSizeGreaterThan(turns.size() / 5);
    }
  }

  @Test
  void tokensAreBoughtByWhoWantsThemAndGivenBack() {
    DropletPolicy policy = rate(10, 20);
    Set<Long> both = Set.of(1L, 2L);
    Division first =
        Allotment.fresh(policy, 0).divide(policy, both, new Needs(1, 0, 0, 0, 15, false), 0);
    assertThat(first.tokens()).isEqualTo(15);
    Division second = first.after().divide(policy, both, new Needs(2, 0, 0, 0, 15, false), 0);
    assertThat(second.tokens()).isEqualTo(5);
    Division back = second.after().divide(policy, both, new Needs(1, 0, 0, 9, 2, false), 0);
    assertThat(back.tokens()).isEqualTo(2);
    assertThat(back.tokensBack()).isEqualTo(7);
    assertThat(back.after().divide(policy, both, new Needs(2, 0, 0, 0, 99, false), SECOND).tokens())
        .isEqualTo(17);
  }

  @Test
  void aBreakerIsOpenForAllOnceTwoOthersAre() {
    Set<Long> all = Set.of(1L, 2L, 3L);
    Allotment one =
        Allotment.fresh(TEN, 0).divide(TEN, all, new Needs(1, 0, 0, 0, 0, true), 1).after();
    assertThat(one.isOpenElsewhere(3, all)).isFalse();
    Allotment two = one.divide(TEN, all, new Needs(2, 0, 0, 0, 0, true), 1).after();
    assertThat(two.isOpenElsewhere(3, all)).isTrue();
    assertThat(two.isOpenElsewhere(1, all)).as("its own does not count").isFalse();
    assertThat(two.isOpenElsewhere(3, Set.of(1L, 3L))).as("nor that of the dead").isFalse();
  }

  /** A node as {@code SharedQuota} and its gate are, with writes that fail and nodes that die. */
  private static final class Node {
    long lease;
    int slots;
    int calls;
    int tokens;

    Node(long lease) {
      this.lease = lease;
    }
  }

  /** I7, whatever the order of changes: the calls of all nodes stay within the bound. */
  @Property(tries = 2000)
  void callsNeverOutnumberTheBound(@ForAll long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    DropletPolicy policy = limit(1 + chance.nextInt(6));
    List<Node> nodes = new ArrayList<>();
    long leases = 0;
    for (int i = 0; i < 3; i++) {
      nodes.add(new Node(++leases));
    }
    Allotment document = Allotment.fresh(policy, 0);
    for (int step = 0; step < 300; step++) {
      Node node = nodes.get(chance.nextInt(nodes.size()));
      switch (chance.nextInt(8)) {
        case 0, 1 -> node.calls = Math.max(0, node.calls - 1);
        case 2, 3 -> {
          if (node.calls < node.slots) {
            node.calls++;
          }
        }
        case 4 -> {
          if (chance.nextInt(10) == 0) {
            nodes.set(nodes.indexOf(node), new Node(++leases));
          }
        }
        default -> {
          Set<Long> living = new HashSet<>();
          nodes.forEach(each -> living.add(each.lease));
          int want = node.calls + chance.nextInt(4);
          Division division =
              document.divide(policy, living, wants(node.lease, node.calls, want), step);
          node.slots = Math.min(node.slots, division.slots());
          if (chance.nextInt(5) != 0) {
            document = division.after();
            node.slots = division.slots();
          } else if (chance.nextBoolean()) {
            document = division.after(); // written, and nobody was told
          }
        }
      }
      int calls = nodes.stream().mapToInt(each -> each.calls).sum();
      assertThat(calls).isLessThanOrEqualTo(policy.maxConcurrency());
      int slots = document.shares().stream().mapToInt(Allotment.Share::slots).sum();
      assertThat(slots).isLessThanOrEqualTo(policy.maxConcurrency());
    }
  }

  /** The calls of all nodes in any run are at most a burst and what the rate has given. */
  @Property(tries = 1000)
  void tokensNeverOutnumberTheRate(@ForAll long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    Rate rate = new Rate(1 + chance.nextInt(50), 1 + chance.nextInt(20));
    DropletPolicy policy = rate(rate.perSecond(), rate.burst());
    double burst = Math.max(rate.burst(), Math.ceil(rate.perSecond() / 4));
    List<Node> nodes = List.of(new Node(1), new Node(2), new Node(3));
    Set<Long> living = Set.of(1L, 2L, 3L);
    Allotment document = Allotment.fresh(policy, 0);
    long now = 0;
    int made = 0;
    for (int step = 0; step < 300; step++) {
      now += chance.nextLong(SECOND / 10);
      Node node = nodes.get(chance.nextInt(nodes.size()));
      if (chance.nextBoolean()) {
        int used = Math.min(node.tokens, chance.nextInt(5));
        node.tokens -= used;
        made += used;
      } else {
        Division division =
            document.divide(
                policy,
                living,
                new Needs(node.lease, 0, 0, node.tokens, chance.nextInt(10), false),
                now);
        node.tokens = Math.min(node.tokens, division.tokens());
        if (chance.nextInt(5) != 0) {
          document = division.after();
          node.tokens += division.moreTokens();
        }
      }
      assertThat(made).isLessThanOrEqualTo((int) (burst + rate.perSecond() * now / 1e6 + 1e-6));
    }
  }
}
