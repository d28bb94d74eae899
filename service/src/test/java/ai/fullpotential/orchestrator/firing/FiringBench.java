package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.schedule.CatchUp;
import ai.fullpotential.orchestrator.schedule.Cron;
import ai.fullpotential.orchestrator.schedule.Overlap;
import ai.fullpotential.orchestrator.schedule.Timetable;
import ai.fullpotential.orchestrator.store.HistorySettings;
import ai.fullpotential.orchestrator.store.InMemoryDocuments;
import ai.fullpotential.orchestrator.store.InMemoryTaskStore;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.ScriptedDocuments;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskEvent;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskMachine;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.Change;
import ai.fullpotential.orchestrator.task.TaskStore.LeaseResult;
import ai.fullpotential.orchestrator.task.TaskStore.TakeResult;
import ai.fullpotential.orchestrator.task.TestTasks;
import ai.fullpotential.orchestrator.time.ManualLoop;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Nodes that share schedules and a store of tasks, all moved by hand. */
final class FiringBench {

  static final JsonText REQUEST = Json.of("a request");
  static final JsonText NO_REQUEST = Json.of("none any more");

  final ManualTime time;
  final ManualLoop loop;
  final InMemoryDocuments documents = new InMemoryDocuments();
  final TaskStore store;
  final List<Task> heard = new ArrayList<>();

  /** How callers see the schedules. */
  final ScheduleBook book = new ScheduleBook(documents, this::scheduleId);

  private final AtomicInteger ids = new AtomicInteger();
  private final LeaseId lease;

  /** A node of the cluster. */
  final class Node {
    final ScriptedDocuments way = new ScriptedDocuments(documents);
    final ScheduleKeeper keeper =
        new ScheduleKeeper(
            new ScheduleBook(way, FiringBench.this::scheduleId),
            maker(),
            loop,
            Runnable::run,
            time);

    /** Dies, and says nothing any more. */
    void die() {
      keeper.close();
      way.goAway();
    }
  }

  FiringBench() {
    this(ManualTime.START);
  }

  FiringBench(Instant start) {
    time = new ManualTime(start);
    loop = new ManualLoop(time);
    store = new InMemoryTaskStore(new HistorySettings(100_000, Duration.ofHours(24)), time);
    AtomicReference<LeaseResult> joined = new AtomicReference<>();
    store.join("node", Duration.ofDays(3653), joined::set);
    lease = ((LeaseResult.Granted) joined.get()).id();
  }

  TaskMaker maker() {
    return new TaskMaker(store, this::taskId, FiringBench::spec, heard::add, time);
  }

  private static TaskSpec spec(JsonText request) {
    if (request.equals(NO_REQUEST)) {
      throw new IllegalArgumentException("no request");
    }
    return TestTasks.task().spec().withOptions(TaskOptions.ASYNCHRONOUS);
  }

  private TaskId taskId(Instant at) {
    return new TaskId(
        String.format("%08x-0000-7000-8000-%012x", at.getEpochSecond(), ids.incrementAndGet()));
  }

  private String scheduleId(Instant at) {
    return "schedule-" + ids.incrementAndGet();
  }

  /** A node that has begun. */
  Node node() {
    Node node = new Node();
    node.keeper.start();
    return node;
  }

  static Timetable timetable(String cron, String zone, Overlap overlap, CatchUp catchUp) {
    return new Timetable(((Cron.Reading.Valid) Cron.read(cron, zone)).cron(), overlap, catchUp);
  }

  static Schedule.Settings settings(String cron) {
    return new Schedule.Settings(
        null, timetable(cron, "UTC", Overlap.SKIP, CatchUp.NONE), REQUEST, false);
  }

  /** Makes a schedule, as a caller does. Returns its id. */
  String schedule(Schedule.Settings settings) {
    return ((ScheduleBook.Written.Done) book.create(settings, null, time.instant()))
        .schedule()
        .id();
  }

  String schedule(String cron, Overlap overlap, CatchUp catchUp) {
    return schedule(
        new Schedule.Settings(null, timetable(cron, "UTC", overlap, catchUp), REQUEST, false));
  }

  Progress progress(String id) {
    return book.find(id).orElseThrow().progress();
  }

  /** When each task that was made was made, in order. */
  List<Instant> made() {
    return store.list(TaskQuery.newest(TaskQuery.MAX_LIMIT)).tasks().reversed().stream()
        .map(Task::createdAt)
        .toList();
  }

  /** Ends the task that was made last. */
  void endLast(String schedule) {
    TaskId id = Objects.requireNonNull(progress(schedule).lastTask());
    AtomicReference<TakeResult> taken = new AtomicReference<>();
    store.take(id, lease, taken::set);
    Task task = ((TakeResult.Taken) taken.get()).task();
    Task ended = TaskMachine.step(task, new TaskEvent.Cancelled(), time.instant()).task();
    store.save(new Change(task, ended, lease, false, List.of()), _ -> {});
  }

  /** So much after the bench's beginning. */
  static Instant at(Duration since) {
    return ManualTime.START.plus(since);
  }

  static Instant minute(int minute) {
    return at(Duration.ofMinutes(minute));
  }
}
