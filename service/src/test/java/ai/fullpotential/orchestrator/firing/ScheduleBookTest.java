package ai.fullpotential.orchestrator.firing;

import static ai.fullpotential.orchestrator.firing.FiringBench.timetable;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.firing.ScheduleBook.Written;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.schedule.CatchUp;
import ai.fullpotential.orchestrator.schedule.Overlap;
import ai.fullpotential.orchestrator.store.InMemoryDocuments;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.ScriptedDocuments;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleBookTest {

  private static final Instant NOW = ManualTime.START;

  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final AtomicInteger ids = new AtomicInteger();
  private final ScheduleBook book = book(documents);

  private ScheduleBook book(Documents way) {
    return new ScheduleBook(way, _ -> String.format("%06d", ids.incrementAndGet()));
  }

  private static Schedule.Settings named(@Nullable String name) {
    JsonText task = json("{\"payload\":[1.50,-0,1E400,\"\\u0000\"]}");
    return new Schedule.Settings(
        name, timetable("@daily", "Europe/Berlin", Overlap.QUEUE, CatchUp.LAST), task, false);
  }

  private static JsonText json(String text) {
    return Json.compact(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private Schedule create(@Nullable String name) {
    return ((Written.Done) book.create(named(name), null, NOW)).schedule();
  }

  private static String told(Schedule schedule) {
    return ScheduleJson.write(schedule).toString();
  }

  @Test
  void whatIsWrittenIsReadByAnotherNodeAsItWas() {
    Schedule fresh = create("nightly");
    Schedule busy =
        new Schedule(
            fresh.id(),
            null,
            fresh.timetable(),
            fresh.task(),
            true,
            NOW.plusNanos(1),
            "ann",
            new Progress(
                NOW.plusSeconds(1),
                NOW.plusSeconds(2),
                NOW.plusMillis(3),
                new TaskId("01900000-0000-7000-8000-000000000001"),
                4,
                5,
                List.of(NOW.plusSeconds(6), NOW.plusSeconds(7))));
    for (Schedule schedule : List.of(fresh, busy)) {
      book.update(fresh.id(), _ -> schedule);
      Schedule read = book(documents).find(fresh.id()).orElseThrow();
      assertThat(told(read)).isEqualTo(told(schedule));
      assertThat(read.task()).isEqualTo(schedule.task());
      assertThat(read.progress()).isEqualTo(schedule.progress());
      assertThat(read.paused()).isEqualTo(schedule.paused());
    }
  }

  @Test
  void noTwoHaveOneNameAndAnyNumberHasNone() {
    Schedule first = create("nightly");
    Schedule other = create(null);
    create(null);

    assertThat(takenBy(book.create(named("nightly"), null, NOW))).isEqualTo(first.id());
    assertThat(takenBy(book.change(other.id(), _ -> named("nightly"), NOW))).isEqualTo(first.id());
    assertThat(book.change(first.id(), _ -> named("nightly"), NOW))
        .isInstanceOf(Written.Done.class);
    assertThat(book.change(first.id(), _ -> named("weekly"), NOW)).isInstanceOf(Written.Done.class);
    assertThat(book.create(named("nightly"), null, NOW)).isInstanceOf(Written.Done.class);
    assertThat(book.all())
        .extracting(Schedule::name)
        .containsExactly("weekly", null, null, "nightly");
  }

  private static String takenBy(Written written) {
    return ((Written.NameTaken) written).by().id();
  }

  @Test
  void ofTwoThatTakeANameAtOnceAtMostOneHasIt() {
    Schedule first = create("monthly");
    ScriptedDocuments way = new ScriptedDocuments(documents);
    way.beforeNextReplace(() -> create("nightly"));

    Written written = book(way).change(first.id(), _ -> named("nightly"), NOW);

    assertThat(written).isInstanceOf(Written.NameTaken.class);
    assertThat(book.all()).extracting(Schedule::name).containsExactly("monthly", "nightly");
  }

  @Test
  void aChangeIsMadeOnTopOfWhatHappenedMeanwhile() {
    Schedule schedule = create("nightly");
    TaskId task = new TaskId("01900000-0000-7000-8000-000000000001");
    ScriptedDocuments way = new ScriptedDocuments(documents);
    way.beforeNextReplace(() -> book.update(schedule.id(), now -> now.withTask(task, NOW)));

    book(way).change(schedule.id(), _ -> named("weekly"), NOW);

    Schedule now = book.find(schedule.id()).orElseThrow();
    assertThat(now.name()).isEqualTo("weekly");
    assertThat(now.progress().lastTask()).isEqualTo(task);
    assertThat(now.progress().fired()).isOne();
  }

  @Test
  void thereAreOnlySoMany() {
    for (int i = 0; i < ScheduleBook.MAX_SCHEDULES; i++) {
      create(null);
    }
    assertThat(book.create(named(null), null, NOW)).isEqualTo(new Written.Full());
    assertThat(book.delete(book.all().getFirst().id())).isTrue();
    assertThat(book.create(named(null), null, NOW)).isInstanceOf(Written.Done.class);
  }

  @Test
  void whatIsGoneIsMissing() {
    Schedule schedule = create("nightly");
    assertThat(book.delete(schedule.id())).isTrue();

    assertThat(book.delete(schedule.id())).isFalse();
    assertThat(book.find(schedule.id())).isEmpty();
    assertThat(book.change(schedule.id(), now -> now, NOW)).isEqualTo(new Written.Missing());
    assertThat(create("nightly").name()).isEqualTo("nightly");
  }
}
