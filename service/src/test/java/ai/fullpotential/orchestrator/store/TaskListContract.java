package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TestTasks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store lists, and in which order. */
abstract class TaskListContract extends TaskSharingContract {

  @Test
  void listsNothingWhileEmpty() {
    assertThat(store().list(TaskQuery.newest(1)).tasks()).isEmpty();
    assertThat(store().list(TaskQuery.newest(1)).total()).isZero();
    assertThat(store().list(query(TaskStatus.QUEUED, "registry")).total()).isZero();
  }

  @Test
  void listsTheNewestFirstWithinOneMomentToo() {
    List<Task> tasks = many(20, TestTasks::accepted);

    Saves.all(store(), tasks);

    assertThat(store().list(TaskQuery.newest(100)).tasks())
        .containsExactlyElementsOf(tasks.reversed());
  }

  private static Task of(String owner, String tag) {
    Task plain = (tag.isEmpty() ? task() : task().withTags(tag)).accepted();
    return Task.accepted(
        plain.id(), Origin.caller("request", null, owner), plain.spec(), plain.createdAt());
  }

  @Test
  void listsWhatOneOwnerHasHandedIn() {
    Task nobodys = task().accepted();
    Task hers = of("ann", "");
    Task his = of("bob", "");
    Task herTagged = of("ann", "red");
    Task hisTagged = of("bob", "red");
    Saves.all(store(), nobodys, hers, his, herTagged, hisTagged);

    assertThat(store().list(TaskQuery.newest(9).of("ann")).tasks())
        .containsExactly(herTagged, hers);
    assertThat(store().list(TaskQuery.newest(9).of("ann")).total()).isEqualTo(2);
    assertThat(store().list(TaskQuery.newest(1).of("ann")).tasks()).containsExactly(herTagged);
    assertThat(store().list(query(TaskStatus.QUEUED, "registry").of("bob")).tasks())
        .containsExactly(hisTagged, his);
    assertThat(store().list(query(TaskStatus.SUCCESS, null).of("bob")).tasks()).isEmpty();
    assertThat(store().list(filtered("red", null).of("ann")).tasks()).containsExactly(herTagged);
    assertThat(store().list(TaskQuery.newest(9).of("an")).tasks()).isEmpty();
    assertThat(store().list(TaskQuery.newest(9).of(null)).total()).isEqualTo(5);
    assertThat(store().find(hers.id())).contains(hers);
  }

  @Test
  void keepsTheOrderOfCreationWhateverEndsFirst() {
    Task first = task().running();
    Task second = task().running();
    Task third = task().running();
    Saves.all(store(), first, second, third);

    Task secondDone = task().ended(second, new Answered(200, null, null));
    Task thirdDone = task().ended(third, new Answered(200, null, null));
    Task firstDone = task().ended(first, new Answered(200, null, null));
    Saves.all(store(), secondDone, thirdDone, firstDone);

    assertThat(store().list(TaskQuery.newest(3)).tasks())
        .containsExactly(thirdDone, secondDone, firstDone);
    assertThat(store().list(query(TaskStatus.SUCCESS, null)).tasks())
        .containsExactly(thirdDone, secondDone, firstDone);
    assertThat(store().list(query(TaskStatus.SUCCESS, "registry")).tasks())
        .containsExactly(thirdDone, secondDone, firstDone);
  }

  @Test
  void givesAtMostTheLimitAndCountsAll() {
    List<Task> tasks = many(25, TestTasks::succeeded);
    Saves.all(store(), tasks);

    var page = store().list(TaskQuery.newest(10));

    assertThat(page.tasks()).containsExactlyElementsOf(tasks.reversed().subList(0, 10));
    assertThat(page.total()).isEqualTo(25);
  }

  @Test
  void givesUpToAThousand() {
    Saves.all(store(), many(1100, TestTasks::succeeded));

    var page = store().list(TaskQuery.newest(TaskQuery.MAX_LIMIT));

    assertThat(page.tasks()).hasSize(1000);
    assertThat(page.total()).isEqualTo(1100);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUED, 2",
    "RUNNING, 1",
    "SUCCESS, 2",
    "ERROR, 2",
    "TIMEOUT, 1",
  })
  void filtersByStatus(TaskStatus status, int expected) {
    Saves.all(
        store(),
        task().accepted(),
        task().waiting(),
        task().running(),
        task().succeeded(),
        task().succeededAfter(1),
        task().failed(),
        task().answered(404, null),
        task().timedOut());

    var page = store().list(query(status, null));

    assertThat(page.tasks()).hasSize(expected).allMatch(t -> t.status() == status);
    assertThat(page.total()).isEqualTo(expected);
  }

  @Test
  void filtersByDropletInAnyCase() {
    Task one = task().withDroplet("Billing").succeeded();
    Task two = task().withDroplet("billing").accepted();
    Saves.all(store(), one, task().withDroplet("billing2").accepted(), two);

    assertThat(List.of("billing", "BILLING", "bIllInG"))
        .allSatisfy(
            name -> {
              var page = store().list(query(null, name));
              assertThat(page.tasks()).containsExactly(two, one);
              assertThat(page.total()).isEqualTo(2);
            });
    assertThat(store().list(query(null, "bill")).total()).isZero();
    assertThat(store().list(query(null, "b%")).total()).isZero();
    assertThat(store().list(query(null, "billing_")).total()).isZero();
  }

  @Test
  void filtersByStatusAndDropletTogether() {
    Task wanted = task().withDroplet("A").failed();
    Saves.all(
        store(),
        wanted,
        task().withDroplet("A").succeeded(),
        task().withDroplet("B").failed(),
        task().withDroplet("A").running());

    var page = store().list(query(TaskStatus.ERROR, "a"));

    assertThat(page.tasks()).containsExactly(wanted);
    assertThat(page.total()).isEqualTo(1);
    assertThat(store().list(query(TaskStatus.TIMEOUT, "a")).total()).isZero();
    assertThat(store().list(query(TaskStatus.ERROR, "c")).total()).isZero();
  }

  @Test
  void movesATaskBetweenFiltersAsItChanges() {
    for (Task step : walk(task().withDroplet("mover"), 2)) {
      Saves.all(store(), step);
      for (TaskStatus status : TaskStatus.values()) {
        int expected = status == step.status() ? 1 : 0;
        assertThat(store().list(query(status, null)).total()).isEqualTo(expected);
        assertThat(store().list(query(status, "mover")).total()).isEqualTo(expected);
      }
      assertThat(store().list(query(null, "mover")).tasks()).containsExactly(step);
      assertThat(store().list(TaskQuery.newest(10)).total()).isEqualTo(1);
    }
  }

  @Test
  void turnsPagesToTheEnd() {
    List<Task> tasks = many(25, TestTasks::succeeded);
    Saves.all(store(), tasks);
    Saves.all(store(), many(3, TestTasks::failed));

    assertThat(all(query(TaskStatus.SUCCESS, null, 10)))
        .containsExactlyElementsOf(tasks.reversed());
    assertThat(all(query(null, "registry", 7))).hasSize(28);
    assertThat(all(TaskQuery.newest(14))).hasSize(28);
    assertThat(store().list(TaskQuery.newest(28)).next()).isNull();
  }

  @Test
  void filtersByTag() {
    Task one = task().withTags("blue", "green").running();
    Task two = task().withTags("blue").withDroplet("other").succeeded();
    Saves.all(store(), one, task().withTags("Blue", "bluegreen").accepted(), two, task().failed());

    assertThat(all(filtered("blue", null))).containsExactly(two, one);
    assertThat(all(filtered("green", null))).containsExactly(one);
    assertThat(all(filtered("gre%", null))).isEmpty();
    TaskQuery succeeded =
        new TaskQuery(
            Optional.of(TaskStatus.SUCCESS),
            Optional.of("OTHER"),
            Optional.of("blue"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            5);
    assertThat(all(succeeded)).containsExactly(two);
    assertThat(store().list(succeeded).total()).isEqualTo(1);
    assertThat(store().list(succeeded).exact()).isTrue();
  }

  @Test
  void searchesTheWordsOfErrors() {
    Task running = task().withLimits(TestTasks.limits(0)).withTags("blue").running();
    Task refused = task().ended(running, new Refused("Connection refused by Host-7 \u00dcber"));
    Saves.all(store(), running);
    Saves.all(store(), refused, task().failed(), task().succeeded(), task().running());

    assertThat(all(filtered(null, "refused HOST \u00fcber"))).containsExactly(refused);
    assertThat(all(filtered(null, "connection"))).hasSize(2);
    assertThat(all(filtered(null, "connec"))).isEmpty();
    assertThat(all(filtered(null, "connection nowhere"))).isEmpty();
    assertThat(all(filtered(null, "%"))).isEmpty();
    assertThat(all(filtered("blue", "connection"))).containsExactly(refused);
  }

  @Test
  void searchesTheBeginningOfAnId() {
    List<Task> tasks = many(3, TestTasks::running);
    Saves.all(store(), tasks);
    String last = tasks.getLast().id().value();

    assertThat(all(filtered(null, last))).containsExactly(tasks.getLast());
    assertThat(all(filtered(null, last.substring(0, 24)))).hasSize(3);
    assertThat(all(filtered(null, "ffffffff"))).isEmpty();
    assertThat(all(filtered(null, "0190-0000"))).isEmpty();
  }

  @Test
  void filtersByTheTimeOfAcceptance() {
    Task before = task().withCreatedAt(TestTasks.START.minusSeconds(1)).accepted();
    Task at = task().accepted();
    Task after = task().withCreatedAt(TestTasks.START.plusSeconds(1)).accepted();
    Saves.all(store(), before, at, after);

    assertThat(all(created(TestTasks.START, null))).containsExactly(after);
    assertThat(all(created(null, TestTasks.START))).containsExactly(before);
    assertThat(all(created(before.createdAt(), after.createdAt()))).containsExactly(at);
    assertThat(store().list(created(null, TestTasks.START)).total()).isEqualTo(1);
  }

  /** All pages of a list. */
  private List<Task> all(TaskQuery query) {
    List<Task> all = new ArrayList<>();
    TaskPage page = store().list(query);
    all.addAll(page.tasks());
    while (page.next() != null) {
      page = store().list(query.after(page.next()));
      all.addAll(page.tasks());
    }
    return all;
  }

  private static TaskQuery query(@Nullable TaskStatus status, @Nullable String droplet, int limit) {
    return new TaskQuery(Optional.ofNullable(status), Optional.ofNullable(droplet), limit);
  }

  private static TaskQuery filtered(@Nullable String tag, @Nullable String words) {
    return new TaskQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(tag),
        Optional.ofNullable(words),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        2);
  }

  private static TaskQuery created(@Nullable Instant after, @Nullable Instant before) {
    return new TaskQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(after),
        Optional.ofNullable(before),
        Optional.empty(),
        2);
  }
}
