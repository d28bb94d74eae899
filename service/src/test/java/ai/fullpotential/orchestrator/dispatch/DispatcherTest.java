package ai.fullpotential.orchestrator.dispatch;

import static ai.fullpotential.orchestrator.dispatch.DispatchBench.OK;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.REFUSED;
import static ai.fullpotential.orchestrator.dispatch.DispatchBench.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.dispatch.ScriptedCaller.Play;
import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.time.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final DispatchBench bench = new DispatchBench();

  private CompletableFuture<Void> drain(Duration grace) {
    CompletableFuture<Void> drained = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                bench.dispatcher.drain(grace);
                drained.complete(null);
              } catch (InterruptedException e) {
                drained.completeExceptionally(e);
              }
            });
    return drained;
  }

  /** Runs what other threads hand to the loop, until it is so. */
  private void runUntil(String what, java.util.function.BooleanSupplier condition) {
    Await.until(
        what,
        () -> {
          bench.loop.run();
          return condition.getAsBoolean();
        });
  }

  @Test
  void aNameIsKnownInAnyCaseAndRecordedAsTheRegistrySpellsIt() {
    bench.caller.plays(Play.at(OK));
    bench.submit("tHiNG", LONG);
    assertThat(((TaskOutcome.Ended) bench.outcome()).task().spec().dropletName())
        .isEqualTo("Thing");
    assertThat(bench.syncs).isEmpty();
  }

  @Test
  void anUnknownNameIsLookedForOnceMoreAndFound() {
    bench.caller.plays(Play.at(OK));
    bench.submit("newcomer", LONG);
    assertThat(bench.outcomes).isEmpty();
    assertThat(bench.syncs).hasSize(1);

    bench.directory.list("Newcomer", DispatchBench.THERE);
    bench.syncs.getFirst().run();
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.Ended.class);
    assertThat(bench.syncs).hasSize(1);
  }

  @Test
  void theSearchForAnUnknownNameTakesNoLongerThanTheTaskMay() {
    bench.submit("nobody", Duration.ofSeconds(2));
    bench.time.advance(Duration.ofSeconds(2));
    bench.loop.run();

    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.UnknownDroplet.class);
    bench.syncs.getFirst().run();
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.UnknownDroplet.class);
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void theSearchForAnUnknownNameCountsAsTheTasksTime() {
    bench.caller.plays(Play.at(OK));
    bench.submit("newcomer", LONG);
    bench.time.advance(Duration.ofSeconds(3));
    bench.directory.list("newcomer", DispatchBench.THERE);
    bench.syncs.getFirst().run();

    assertThat(bench.outcome())
        .isInstanceOfSatisfying(
            TaskOutcome.Ended.class,
            ended ->
                assertThat(ended.task().duration().orElseThrow()).isEqualTo(Duration.ofSeconds(3)));
  }

  @Test
  void anUnknownNameThatStaysUnknownIsToldAndNotRecorded() {
    bench.submit("nobody", LONG);
    bench.syncs.getFirst().run();

    assertThat(bench.outcome())
        .isEqualTo(new TaskOutcome.UnknownDroplet("nobody", List.of("Thing"), CacheStatus.ACTIVE));
    assertThat(bench.store.list(TaskQuery.newest(1)).total()).isZero();
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void aSyncMayEndOnAnyThread() throws Exception {
    bench.caller.plays(Play.at(OK));
    bench.submit("newcomer", LONG);
    bench.directory.list("newcomer", DispatchBench.THERE);
    Thread.ofVirtual().start(bench.syncs.getFirst()).join();
    assertThat(bench.caller.made()).isEmpty();
    bench.loop.run();
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.Ended.class);
  }

  @Test
  void asManyTasksAsMayBeAreTakenAndOneMoreIsNot() {
    bench.caller.plays(Play.after(seconds(1), OK));
    for (int i = 0; i < DispatchBench.MAX_CONCURRENT; i++) {
      bench.submit();
    }
    assertThat(bench.outcomes).isEmpty();
    bench.submit();
    assertThat(bench.outcomes).containsExactly(new TaskOutcome.Full(DispatchBench.MAX_CONCURRENT));
    assertThat(bench.dispatcher.underWay()).isEqualTo(DispatchBench.MAX_CONCURRENT);
    assertThat(bench.caller.made()).hasSize(DispatchBench.MAX_CONCURRENT);

    bench.loop.advance(seconds(1));
    assertThat(bench.dispatcher.underWay()).isZero();
    bench.submit();
    assertThat(bench.dispatcher.underWay()).isEqualTo(1);
  }

  @Test
  void everyWayOfEndingGivesThePlaceBack() {
    bench.caller.plays(Play.at(REFUSED));
    for (int i = 0; i < 3 * DispatchBench.MAX_CONCURRENT; i++) {
      bench.submit("thing", seconds(0.5));
      bench.submit("nobody", LONG);
      bench.syncs.getLast().run();
      bench.loop.advance(seconds(1));
    }
    assertThat(bench.outcomes)
        .hasSize(6 * DispatchBench.MAX_CONCURRENT)
        .noneMatch(TaskOutcome.Full.class::isInstance);
    assertThat(bench.dispatcher.underWay()).isZero();
  }

  @Test
  void aSyncThatCannotBeStartedGivesThePlaceBack() {
    Dispatcher broken =
        new Dispatcher(
            bench.parts(),
            _ -> {
              throw new IllegalStateException("a bug");
            },
            _ -> {
              throw new AssertionError("no task is made");
            },
            new Walks(1));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  broken.submit(
                      new Submission(
                          DispatchBench.spec("nobody", LONG),
                          Origin.caller("request-1"),
                          null,
                          bench.loop,
                          bench.outcomes::add)))
          .hasMessage("a bug");
    }
    assertThat(bench.outcomes).isEmpty();
    assertThat(broken.underWay()).isZero();
  }

  @Test
  void aStoppingDispatcherTakesNothing() {
    assertThat(drain(Duration.ZERO)).succeedsWithin(Duration.ofSeconds(5));
    bench.submit();
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.Draining.class);
    assertThat(bench.dispatcher.isDraining()).isTrue();
    assertThat(bench.caller.made()).isEmpty();
  }

  @Test
  void whatIsUnderWayMayEndWithinTheGrace() {
    bench.caller.plays(Play.at(REFUSED), Play.at(OK));
    bench.submit();
    CompletableFuture<Void> drained = drain(LONG);
    Await.until("it drains", bench.dispatcher::isDraining);
    assertThat(drained).isNotDone();

    bench.loop.advance(seconds(1));
    assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
    assertThat(((TaskOutcome.Ended) bench.outcome()).task().status()).isEqualTo(TaskStatus.SUCCESS);
  }

  @Test
  void whatHasNotEndedWithinTheGraceIsCutAndRecorded() {
    bench.caller.plays(Play.silence(), Play.at(REFUSED));
    bench.submit();
    bench.submit();
    CompletableFuture<Void> drained = drain(Duration.ofMillis(50));
    runUntil("both are cut", () -> bench.outcomes.size() == 2);

    assertThat(bench.outcomes).allMatch(TaskOutcome.CutByShutdown.class::isInstance);
    assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
    assertThat(bench.store.list(TaskQuery.newest(2)).tasks())
        .allSatisfy(
            task -> {
              assertThat(task.status()).isEqualTo(TaskStatus.ERROR);
              assertThat(task.finished().orElseThrow().errorMessage()).contains("stopped");
            });
    assertThat(bench.dispatcher.underWay()).isZero();

    bench.loop.advance(LONG);
    assertThat(bench.outcomes).as("late results tell nothing more").hasSize(2);
    assertThat(bench.caller.made()).hasSize(2);
  }

  @Test
  void aTaskIsCutAllTheSameWhenItsStoreIsBroken() {
    bench.caller.plays(Play.silence());
    bench.submit();
    bench.store.breakBetween(1, Integer.MAX_VALUE);
    CompletableFuture<Void> drained = drain(Duration.ZERO);
    runUntil("it is cut", () -> bench.outcomes.size() == 1);
    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.CutByShutdown.class);
    assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void aTaskThatWaitsForASyncIsNotBegunWhenTheServiceStops() {
    bench.submit("newcomer", LONG);
    CompletableFuture<Void> drained = drain(LONG);
    Await.until("it drains", bench.dispatcher::isDraining);
    bench.directory.list(Map.of("newcomer", DispatchBench.THERE));
    bench.syncs.getFirst().run();

    assertThat(bench.outcome()).isInstanceOf(TaskOutcome.Draining.class);
    assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
    assertThat(bench.caller.made()).isEmpty();
  }

  @Test
  void drainingTwiceIsDrainingOnce() {
    assertThat(drain(LONG)).succeedsWithin(Duration.ofSeconds(5));
    assertThat(drain(LONG)).succeedsWithin(Duration.ofSeconds(5));
  }
}
