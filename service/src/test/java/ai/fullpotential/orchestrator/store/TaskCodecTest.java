package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the SQL stores keep of a task is all of it. */
class TaskCodecTest {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00.123456Z");

  @Example
  void numbersOfStatusesNeverChange() {
    assertThat(List.of(TaskStatus.values()))
        .containsExactly(
            TaskStatus.QUEUED,
            TaskStatus.RUNNING,
            TaskStatus.HELD,
            TaskStatus.SUCCESS,
            TaskStatus.ERROR,
            TaskStatus.TIMEOUT,
            TaskStatus.CANCELLED);
    assertThat(TaskCodec.number(TaskStatus.CANCELLED)).isEqualTo(6);
  }

  @Provide
  net.jqwik.api.Arbitrary<Task> tasks() {
    return AnyTask.tasks();
  }

  @Provide
  net.jqwik.api.Arbitrary<String> texts() {
    return AnyTask.texts();
  }

  @Property(tries = 1000)
  void givesBackEveryTask(@ForAll("tasks") Task task) {
    assertThat(TaskCodec.task(TaskCodec.row(task))).isEqualTo(task);
  }

  @Property(tries = 200)
  void givesBackATaskWhoseProgressWasReplaced(
      @ForAll("tasks") Task first, @ForAll("tasks") Task later) {
    TaskRow before = TaskCodec.row(first);
    Task end =
        new Task(
            first.id(),
            first.origin(),
            first.spec(),
            first.createdAt(),
            later.state(),
            later.attempts(),
            later.excused());

    TaskRow after = new TaskRow(before.id(), before.request(), TaskCodec.progress(end));

    assertThat(TaskCodec.task(after)).isEqualTo(end);
  }

  @Example
  void aRowOfATimeWithoutTracesIsOfATaskThatBeginsOne() {
    Task task = AnyTask.plain(Json.string("x"));
    String spec = TaskCodec.row(task).request().spec().toString();

    assertThat(spec).doesNotContain("trace");
    assertThat(TaskCodec.task(TaskCodec.row(task)).origin().trace()).isNull();
  }

  @Property(tries = 200)
  void writesOnlyAscii(@ForAll("tasks") Task task) {
    TaskRow row = TaskCodec.row(task);

    assertThat(row.request().spec().toString()).matches("\\p{ASCII}+").doesNotContain("\u0000");
    assertThat(row.progress().details().toString()).matches("\\p{ASCII}+").doesNotContain("\u0000");
  }

  @Property(tries = 200)
  void labelsAndKeysCanBeIndexedAnywhereAndStayDifferent(
      @ForAll("texts") String a, @ForAll("texts") String b) {
    String label = TaskCodec.tagLabel(a);

    assertThat(new String(label.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(label)
        .doesNotContain("\u0000");
    assertThat(label.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2000);
    assertThat(label.equals(TaskCodec.tagLabel(b))).isEqualTo(a.equals(b));
  }

  @Example
  void keepsWhatTheNumbersOfStatusesMean() {
    assertThat(TaskStatus.values())
        .containsExactly(
            TaskStatus.QUEUED,
            TaskStatus.RUNNING,
            TaskStatus.HELD,
            TaskStatus.SUCCESS,
            TaskStatus.ERROR,
            TaskStatus.TIMEOUT,
            TaskStatus.CANCELLED);
  }

  @Example
  void keepsTimesAsMicroseconds() {
    assertThat(TaskCodec.micros(START)).isEqualTo(1_767_268_800_123_456L);
    assertThat(TaskCodec.instant(1_767_268_800_123_456L)).isEqualTo(START);
    assertThat(TaskCodec.instant(TaskCodec.micros(Instant.EPOCH.minusNanos(1000))))
        .isEqualTo(Instant.EPOCH.minusNanos(1000));
    assertThat(TaskCodec.micros(START.plusNanos(999))).isEqualTo(TaskCodec.micros(START));
    assertThat(TaskCodec.micros(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(TaskCodec.micros(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
  }

  @Example
  void knowsDropletsWhateverTheirLetters() {
    assertThat(TaskCodec.dropletKey("Billing")).isEqualTo("billing");
    assertThat(TaskCodec.dropletKey("a\u0000b")).startsWith("a\ufffdb#").hasSize(36);
    assertThat(TaskCodec.dropletKey("x".repeat(5000))).hasSize(161);
  }

  @Example
  void labelsATaskByItsTagsAndTheWordsOfItsError() {
    Task task = AnyTask.tagged(List.of("night", "night", "Ünï"));
    Task ended =
        new Task(
            task.id(),
            task.origin(),
            task.spec(),
            task.createdAt(),
            new Finished(TaskStatus.ERROR, START, null, null, "Connection refused"),
            List.of(),
            Duration.ZERO);

    assertThat(TaskCodec.labelsAtStart(task)).containsExactly("t:night", "t:Ünï");
    assertThat(TaskCodec.labelsAtEnd(task)).isEmpty();
    assertThat(TaskCodec.labelsAtEnd(ended)).containsExactly("w:connection", "w:refused");
  }

  @Example
  void takesOnlyCanonicalIds() {
    String id = "01900000-0000-7000-8000-00000000000a";

    assertThat(TaskCodec.uuid(new TaskId(id))).isEqualTo(UUID.fromString(id));
    assertThat(List.of("", "1-1-1-1-1", id.toUpperCase(java.util.Locale.ROOT), id + "0"))
        .allSatisfy(
            odd -> {
              assertThat(TaskCodec.isUuid(new TaskId(odd))).isFalse();
              assertThatThrownBy(() -> TaskCodec.uuid(new TaskId(odd)))
                  .isInstanceOf(IllegalArgumentException.class);
            });
  }

  @Example
  void isSmallForAPlainTask() {
    TaskRow row = TaskCodec.row(AnyTask.plain(Json.string("x")));

    assertThat(row.request().spec().size()).isLessThan(250);
    assertThat(row.progress().details().size()).isLessThan(100);
  }
}
