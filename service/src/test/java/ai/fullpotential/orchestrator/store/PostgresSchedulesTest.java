package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.firing.Schedule;
import ai.fullpotential.orchestrator.firing.ScheduleBook;
import ai.fullpotential.orchestrator.firing.ScheduleKeeper;
import ai.fullpotential.orchestrator.firing.ShiftedTime;
import ai.fullpotential.orchestrator.firing.TaskMaker;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.schedule.CatchUp;
import ai.fullpotential.orchestrator.schedule.Cron;
import ai.fullpotential.orchestrator.schedule.Overlap;
import ai.fullpotential.orchestrator.schedule.Timetable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.SystemTime;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Schedules of several nodes over one database, which all fire at one moment. */
class PostgresSchedulesTest {

  private static final int NODES = 3;
  private static final int SCHEDULES = 20;

  private final SystemTime real = new SystemTime();
  private final AtomicInteger ids = new AtomicInteger();

  @Test
  void ofAllNodesOneMakesEachFiring() throws Exception {
    DatabaseUrl url = PostgresServer.running().database();
    List<PostgresTaskStore> nodes = new ArrayList<>();
    List<ScheduleKeeper> keepers = new ArrayList<>();
    try (Loops loops = new Loops(2)) {
      for (int i = 0; i < NODES; i++) {
        nodes.add(new PostgresTaskStore(url, Duration.ofHours(1), real, real));
      }
      ShiftedTime time = ShiftedTime.beforeTheMinute(Duration.ofSeconds(3));
      ScheduleBook book = book(nodes.getFirst());
      for (int i = 0; i < SCHEDULES; i++) {
        assertThat(book.create(everyMinute(), null, time.instant()))
            .isInstanceOf(ScheduleBook.Written.Done.class);
      }
      for (PostgresTaskStore node : nodes) {
        keepers.add(
            new ScheduleKeeper(
                book(node), maker(node, time), loops.next(), loops.blocking(), time));
      }
      keepers.forEach(ScheduleKeeper::start);
      Await.until(
          "all have fired", () -> book.all().stream().allMatch(s -> s.progress().fired() > 0));
      keepers.forEach(ScheduleKeeper::close);

      assertThat(book.all()).hasSize(SCHEDULES).allMatch(s -> s.progress().fired() == 1);
      List<Task> tasks = nodes.getFirst().list(TaskQuery.newest(1000)).tasks();
      assertThat(tasks.stream().map(task -> task.origin().of()).toList())
          .doesNotHaveDuplicates()
          .hasSize(SCHEDULES);
      assertThat(tasks.stream().map(Task::id).collect(Collectors.toSet()))
          .isEqualTo(
              book.all().stream().map(s -> s.progress().lastTask()).collect(Collectors.toSet()));
    } finally {
      nodes.forEach(PostgresTaskStore::close);
    }
  }

  private ScheduleBook book(PostgresTaskStore node) {
    return new ScheduleBook(
        node.documents(), _ -> String.format("schedule-%06d", ids.incrementAndGet()));
  }

  private TaskMaker maker(PostgresTaskStore node, TimeSource time) {
    return new TaskMaker(
        node,
        _ -> new TaskId(UUID.randomUUID().toString()),
        _ -> TestTasks.task().spec().withOptions(TaskOptions.ASYNCHRONOUS),
        _ -> {},
        time);
  }

  private static Schedule.Settings everyMinute() {
    Cron cron = ((Cron.Reading.Valid) Cron.read("* * * * *", "UTC")).cron();
    return new Schedule.Settings(
        null, new Timetable(cron, Overlap.SKIP, CatchUp.NONE), Json.of("a request"), false);
  }
}
