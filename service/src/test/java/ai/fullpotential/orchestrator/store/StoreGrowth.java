package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.AttemptResult.Refused;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.Addition;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.SystemTime;
import com.fasterxml.uuid.Generators;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a store's questions cost once it is large: {@code StoreGrowth DIRECTORY FINISHED WAITING}. A
 * directory that is there already is asked as it is.
 */
final class StoreGrowth {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int ROUNDS = 20;

  private final TaskStore store;
  private final SystemTime time = new SystemTime();
  private final Ask ask;

  private StoreGrowth(TaskStore store) {
    this.store = store;
    this.ask = new Ask(store);
  }

  public static void main(String[] args) throws Exception {
    SystemTime time = new SystemTime();
    try (TaskStore store =
        SqliteTaskStore.open(Path.of(args[0]), Duration.ofDays(10_000), time, time)) {
      StoreGrowth growth = new StoreGrowth(store);
      int finished = Integer.parseInt(args[1]);
      int waiting = Integer.parseInt(args[2]);
      if (store.list(TaskQuery.newest(1)).total() == 0) {
        growth.fill(finished, waiting);
      }
      growth.ask();
    }
  }

  private void fill(int finished, int waiting) throws InterruptedException {
    int all = finished + waiting;
    long start = time.nanos();
    Semaphore places = new Semaphore(2000);
    CountDownLatch left = new CountDownLatch(all);
    for (int i = 0; i < all; i++) {
      places.acquire();
      Instant at = START.plus(Duration.ofMillis(i * 10L));
      Task task = i % (all / waiting) == 0 ? waiting(i, at) : finished(i, at);
      store.add(
          new Addition(withId(task, at), null, null),
          _ -> {
            places.release();
            left.countDown();
          });
    }
    left.await();
    System.out.printf("filled with %,d in %s%n", all, time.since(start));
  }

  private static Task waiting(int i, Instant at) {
    return TestTasks.task()
        .withCreatedAt(at)
        .withDroplet("droplet-" + i % 49)
        .asynchronous(1 + i / 7 % 10, i % 4 == 0 ? Instant.parse("2099-01-01T00:00:00Z") : null)
        .accepted();
  }

  private static Task finished(int i, Instant at) {
    TestTasks blueprint =
        TestTasks.task()
            .withCreatedAt(at)
            .withDroplet("droplet-" + i % 49)
            .withLimits(TestTasks.limits(0));
    if (i % 100 == 1) {
      blueprint = blueprint.withTags("nightly");
    }
    return i % 20 == 0
        ? blueprint.ended(blueprint.running(), new Refused("refused by host-" + i % 1000))
        : blueprint.ended(blueprint.running(), new Answered(200, null, null));
  }

  /** With an id as it would have been given then. */
  private static Task withId(Task task, Instant at) {
    String random = Generators.timeBasedEpochRandomGenerator().generate().toString();
    String millis = String.format("%012x", at.toEpochMilli());
    TaskId id =
        new TaskId(millis.substring(0, 8) + "-" + millis.substring(8) + random.substring(13));
    return new Task(
        id,
        task.origin(),
        task.spec(),
        task.createdAt(),
        task.state(),
        task.attempts(),
        task.excused());
  }

  private void ask() {
    page("all", query(null, null, null, null, null, null));
    for (TaskStatus status : TaskStatus.values()) {
      page(status.wire(), query(status, null, null, null, null, null));
      page(status.wire() + " of a droplet", query(status, "DROPLET-7", null, null, null, null));
    }
    page("of a droplet", query(null, "droplet-7", null, null, null, null));
    page("of no droplet", query(null, "none", null, null, null, null));
    page("with a tag", query(null, null, "nightly", null, null, null));
    page("with a tag, of a droplet", query(null, "droplet-1", "nightly", null, null, null));
    page("with a tag, of no droplet", query(null, "none", "nightly", null, null, null));
    page("with a tag, errors", query(TaskStatus.ERROR, null, "nightly", null, null, null));
    page("with words", query(null, null, null, "refused by host 40", null, null));
    page("with one common word", query(null, null, null, "refused", null, null));
    page("id's beginning", query(null, null, null, "019b76da", null, null));
    Instant middle = START.plus(Duration.ofHours(1));
    page("from a time on", query(null, null, null, null, middle, null));
    page("until a time", query(null, null, null, null, null, middle));
    page("between times", query(null, null, null, null, middle, middle.plusSeconds(60)));
    page("errors until a time", query(TaskStatus.ERROR, "droplet-0", null, null, null, middle));
    LeaseId lease = ask.join("node", Duration.ofHours(1));
    time("claim of 100", () -> ask.claim(lease, 100).tasks().size() + " tasks");
    time("rescue of none", () -> ask.rescue(lease, 100).size() + " tasks");
    time("renewal", () -> ask.renew(lease).getClass().getSimpleName());
  }

  private static TaskQuery query(
      @Nullable TaskStatus status,
      @Nullable String droplet,
      @Nullable String tag,
      @Nullable String words,
      @Nullable Instant after,
      @Nullable Instant before) {
    return new TaskQuery(
        Optional.ofNullable(status),
        Optional.ofNullable(droplet),
        Optional.ofNullable(tag),
        Optional.ofNullable(words),
        Optional.ofNullable(after),
        Optional.ofNullable(before),
        Optional.empty(),
        100);
  }

  private void page(String what, TaskQuery query) {
    time(
        what,
        () -> {
          TaskPage page = store.list(query);
          return page.tasks().size()
              + " of "
              + page.total()
              + (page.exact() ? "" : " or more")
              + (page.next() == null ? "" : ", and a next page");
        });
  }

  private void time(String what, Supplier<String> question) {
    long worst = 0;
    long sum = 0;
    String answer = question.get();
    for (int i = 0; i < ROUNDS; i++) {
      long start = time.nanos();
      answer = question.get();
      long took = time.since(start).toNanos();
      worst = Math.max(worst, took);
      sum += took;
    }
    System.out.printf(
        "%-28s %6d us, at worst %6d us: %s%n",
        what,
        TimeUnit.NANOSECONDS.toMicros(sum / ROUNDS),
        TimeUnit.NANOSECONDS.toMicros(worst),
        answer);
  }
}
