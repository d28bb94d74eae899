package ai.fullpotential.orchestrator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.policy.Breaker;
import ai.fullpotential.orchestrator.policy.BreakerRule;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import ai.fullpotential.orchestrator.store.InMemoryDocuments;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Peers;
import ai.fullpotential.orchestrator.time.ManualLoop;
import ai.fullpotential.orchestrator.time.ManualPause;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Three nodes before one droplet. */
class SharesTest {

  private static final String THING = "thing";
  private static final DropletPolicy FIVE = new DropletPolicy(null, 5, null, null, null, null);
  private static final DropletPolicy FRAGILE =
      new DropletPolicy(
          null,
          null,
          null,
          null,
          new BreakerRule(50, 2, Duration.ofSeconds(60), Duration.ofSeconds(10)),
          null);

  private final ManualTime time = new ManualTime();
  private final ManualLoop loop = new ManualLoop(time);
  private final Documents documents = new InMemoryDocuments();
  private final Set<LeaseId> living = new HashSet<>();
  private final List<Node> nodes = List.of(new Node(1), new Node(2), new Node(3));
  private Policies policies = new Policies(Map.of(THING, FIVE));

  private final class Node {

    final Gates gates = new Gates(true, () -> policies, 100, time, loop, (_, _) -> {});
    final List<Pass> passes = new ArrayList<>();
    final List<Answer> refusals = new ArrayList<>();
    final Shares shares;

    Node(long lease) {
      LeaseId id = new LeaseId(lease);
      living.add(id);
      Peers peers = () -> new Peers.Standing(living, time.nanos() / 1000);
      shares = new Shares(gates, documents, peers, () -> Optional.of(id), new ManualPause(time));
    }

    void ask() {
      gates.enter(
          new Ask(THING, 5, false, false, false),
          loop,
          answer -> {
            if (answer instanceof Answer.Go(Pass pass)) {
              passes.add(pass);
            } else {
              refusals.add(answer);
            }
          });
      loop.run();
    }

    void end(Breaker.End how) {
      passes.removeFirst().end(how);
      loop.run();
    }

    void fail() {
      ask();
      ask();
      end(Breaker.End.FAILED);
      end(Breaker.End.FAILED);
    }

    boolean isCalled() {
      int before = passes.size();
      ask();
      return passes.size() > before;
    }
  }

  private void agree() {
    for (int round = 0; round < 4; round++) {
      nodes.forEach(node -> node.shares.agree());
      loop.run();
    }
  }

  private int calls() {
    return nodes.stream().mapToInt(node -> node.passes.size()).sum();
  }

  private void hold(DropletPolicy policy) {
    policies = new Policies(Map.of(THING, policy));
    nodes.forEach(node -> node.gates.policiesChanged());
  }

  @Test
  void togetherTheyCallAsOftenAsOneMayAndNoOftener() {
    for (int i = 0; i < 10; i++) {
      nodes.forEach(Node::ask);
    }
    agree();
    assertThat(calls()).isEqualTo(5);
    for (int i = 0; i < 3; i++) {
      nodes.getFirst().end(Breaker.End.SUCCEEDED);
    }
    agree();
    assertThat(calls()).isEqualTo(5);
    assertThat(nodes).allSatisfy(node -> assertThat(node.passes).isNotEmpty());
  }

  @Test
  void whatANodeHadFallsToTheOthersOnceItsLeaseIsGone() {
    for (int i = 0; i < 10; i++) {
      nodes.getFirst().ask();
    }
    nodes.getFirst().shares.agree();
    assertThat(nodes.getFirst().passes).hasSize(5);
    living.remove(new LeaseId(1));
    nodes.getFirst().gates.leaseLost();
    for (int i = 0; i < 10; i++) {
      nodes.get(1).ask();
    }
    nodes.get(1).shares.agree();
    loop.run();
    assertThat(nodes.get(1).passes).hasSize(5);
    nodes.getFirst().shares.agree();
    nodes.getFirst().end(Breaker.End.SUCCEEDED);
    assertThat(nodes.getFirst().passes).as("it begins no call any more").hasSize(4);
  }

  @Test
  void aLowerBoundHoldsForAllOfThem() {
    for (int i = 0; i < 10; i++) {
      nodes.forEach(Node::ask);
    }
    agree();
    hold(new DropletPolicy(null, 2, null, null, null, null));
    for (int i = 0; i < 30; i++) {
      nodes.stream()
          .filter(node -> !node.passes.isEmpty())
          .findFirst()
          .ifPresent(node -> node.end(Breaker.End.SUCCEEDED));
      agree();
    }
    nodes.forEach(Node::ask);
    agree();
    assertThat(calls()).isLessThanOrEqualTo(2);
  }

  @Test
  void whatOneNodeSeesIsItsOwnTroubleAndWhatTwoSeeIsEverybodys() {
    hold(FRAGILE);
    nodes.forEach(node -> assertThat(node.isCalled()).isTrue());
    nodes.forEach(node -> node.end(Breaker.End.SUCCEEDED));
    nodes.get(0).fail();
    agree();
    assertThat(nodes.get(2).isCalled()).isTrue();
    nodes.get(1).fail();
    agree();
    assertThat(nodes.get(2).isCalled()).isFalse();
    time.advance(Duration.ofSeconds(10));
    agree();
    assertThat(nodes.get(2).isCalled()).as("those two may try again").isTrue();
  }

  @Test
  void breakersThatOpenEverywhereCloseAgain() {
    hold(FRAGILE);
    nodes.forEach(Node::fail);
    agree();
    nodes.forEach(node -> assertThat(node.isCalled()).isFalse());
    time.advance(Duration.ofSeconds(10));
    agree();
    nodes.forEach(node -> assertThat(node.isCalled()).as("one probe each").isTrue());
    nodes.forEach(node -> node.end(Breaker.End.SUCCEEDED));
    agree();
    nodes.forEach(node -> assertThat(node.isCalled()).isTrue());
  }

  @Test
  void aBreakerThatNoPolicyHasAnyMoreHoldsNobody() {
    hold(FRAGILE);
    nodes.get(0).fail();
    nodes.get(1).fail();
    nodes.get(2).ask();
    agree();
    assertThat(nodes.get(2).isCalled()).isFalse();
    hold(DropletPolicy.NOTHING);
    agree();
    assertThat(nodes.get(2).isCalled()).isTrue();
  }
}
