package ai.fullpotential.orchestrator.dispatch;

import static ai.fullpotential.orchestrator.dispatch.DispatchBench.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.dispatch.ScriptedCaller.Play;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.Then;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinsTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final DispatchBench bench = new DispatchBench();

  private static TaskSpec to(String path, Then then) {
    TaskOptions plain = TaskOptions.ASYNCHRONOUS;
    return new TaskSpec(
        "thing",
        Method.POST,
        new TaskPath(path),
        null,
        null,
        DispatchBench.limits(DAY),
        new TaskOptions(
            true, plain.priority(), null, null, plain.onUnknown(), List.of(), null, then));
  }

  private static Then.FollowUp follower(String path) {
    return new Then.FollowUp(to(path, Then.NOTHING), true);
  }

  private void submitWithJoin() {
    Then join = new Then(List.of(follower("/joined")), null);
    Then then = new Then(List.of(follower("/a"), follower("/b")), join);
    bench.claimer.start();
    bench.dispatcher.submit(
        new Submission(
            to("/first", then), Origin.caller("r"), null, bench.loop, bench.outcomes::add));
    bench.loop.advance(Duration.ofMinutes(5));
  }

  private static Play byPath(java.util.function.Function<String, Answered> answers) {
    return (call, _, done) -> done.accept(answers.apply(call.task().spec().path().value()));
  }

  private static Answered saying(String word) {
    return new Answered(200, Json.string(word), null);
  }

  private List<Task> to(String path) {
    return bench.store.list(TaskQuery.newest(100)).tasks().stream()
        .filter(task -> task.spec().path().value().equals(path))
        .toList();
  }

  @Test
  void whatIsJoinedBeginsOnceWithAllResultsInTheirOrder() {
    bench.caller.plays(byPath(JoinsTest::saying));
    submitWithJoin();

    assertThat(to("/a").getFirst().spec().payload()).hasToString("\"/first\"");
    assertThat(to("/joined"))
        .singleElement()
        .satisfies(
            joined -> {
              assertThat(joined.status()).isEqualTo(TaskStatus.SUCCESS);
              assertThat(joined.spec().payload()).hasToString("[\"/a\",\"/b\"]");
              assertThat(joined.origin().kind()).isEqualTo(Origin.Kind.JOIN);
            });
    assertThat(bench.store.list(TaskQuery.newest(100)).total()).isEqualTo(4);
    assertThat(bench.documents.all("join")).isEmpty();
  }

  @Test
  void whatIsJoinedNeverBeginsWhenOneDoesNotSucceed() {
    bench.caller.plays(
        byPath(path -> path.equals("/b") ? new Answered(404, null, null) : saying(path)));
    submitWithJoin();

    assertThat(to("/b")).singleElement().extracting(Task::status).isEqualTo(TaskStatus.ERROR);
    assertThat(to("/joined")).isEmpty();
    assertThat(bench.documents.all("join")).isEmpty();
  }

  @Test
  void aTaskThatFailsOpensNoJoin() {
    bench.caller.plays(byPath(_ -> new Answered(404, null, null)));
    submitWithJoin();

    assertThat(bench.store.list(TaskQuery.newest(100)).total()).isOne();
    assertThat(bench.documents.all("join")).isEmpty();
  }

  @Test
  void aJoinWhoseLastEndNobodyHeardOfIsFoundByLooking() {
    bench.deafToJoins = true;
    bench.caller.plays(byPath(JoinsTest::saying));
    submitWithJoin();
    assertThat(to("/joined")).isEmpty();
    assertThat(bench.documents.all("join")).hasSize(1);

    bench.joins.start(bench.loop);
    bench.loop.advance(seconds(30));
    assertThat(to("/joined"))
        .singleElement()
        .extracting(Task::status)
        .isEqualTo(TaskStatus.SUCCESS);
    assertThat(bench.documents.all("join")).isEmpty();
  }

  @Test
  void whatFollowsHasANameThatCanBeToldAgain() {
    bench.caller.plays(byPath(JoinsTest::saying));
    submitWithJoin();
    Task first = to("/first").getFirst();

    assertThat(
            Optional.of(FollowerIds.of(first.id().value(), first.finished().orElseThrow().at(), 1)))
        .contains(to("/b").getFirst().id());
    assertThat(FollowerIds.of("x", first.createdAt(), 0).value())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isNotEqualTo(FollowerIds.of("x", first.createdAt(), 1).value());
  }
}
