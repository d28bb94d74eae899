package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.firing.Schedule;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.schedule.CatchUp;
import ai.fullpotential.orchestrator.schedule.Cron;
import ai.fullpotential.orchestrator.schedule.Overlap;
import ai.fullpotential.orchestrator.schedule.Timetable;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a caller says of a schedule (contract B1): all of it, or what is to change.
 *
 * @param name what it is called, or null when nothing is said, as with all of these
 * @param cron its expression
 * @param zone the name of its time zone
 * @param task its request
 * @param overlap what to do when the task before has not ended
 * @param catchUp what to do about missed firings
 * @param paused whether it is not to fire
 * @param wanted what its request asks for, or null when there is none
 */
record ScheduleFields(
    @Nullable String name,
    @Nullable String cron,
    @Nullable String zone,
    @Nullable JsonText task,
    @Nullable Overlap overlap,
    @Nullable CatchUp catchUp,
    @Nullable Boolean paused,
    @Nullable TaskSpec wanted) {

  /** The longest name, in characters. */
  static final int MAX_NAME = 255;

  /** The largest request of a task, in bytes: all schedules are in memory together. */
  static final int MAX_TASK_BYTES = 16_384;

  private static final String UTC = "UTC";
  private static final String ANY_CRON = "* * * * *";
  private static final Set<String> KNOWN =
      Set.of("name", "cron", "time_zone", "task", "overlap", "catch_up", "paused");

  /** What a body says, or everything that is wrong with it. */
  sealed interface Reading {
    /** It can be used. */
    record Valid(ScheduleFields fields) implements Reading {}

    /** Faults. */
    record Invalid(List<Fault> faults) implements Reading {}
  }

  /**
   * Reads a body.
   *
   * @param whole whether it must be all that a schedule needs
   */
  static Reading read(byte[] body, boolean whole, TaskDefaults defaults) {
    BodyFields fields = BodyFields.read(body, KNOWN, Set.of());
    String name = name(fields);
    String cron =
        whole
            ? fields.requiredText("cron", Integer.MAX_VALUE).orElse(null)
            : fields.text("cron").orElse(null);
    String zone = fields.text("time_zone").orElse(null);
    checkTimes(fields, cron, zone);
    Optional<TaskSpec> spec = spec(fields, whole, defaults);
    ScheduleFields read =
        new ScheduleFields(
            name,
            cron,
            zone,
            fields.json("task").orElse(null),
            fields
                .word("overlap", words(Overlap.values()))
                .map(ScheduleFields::overlap)
                .orElse(null),
            fields
                .word("catch_up", words(CatchUp.values()))
                .map(ScheduleFields::catchUp)
                .orElse(null),
            fields.flag("paused").orElse(null),
            spec.orElse(null));
    return fields.faults().isEmpty()
        ? new Reading.Valid(read)
        : new Reading.Invalid(fields.faults());
  }

  private static @Nullable String name(BodyFields fields) {
    return fields.json("name").isPresent()
        ? fields.requiredText("name", MAX_NAME).orElse(null)
        : null;
  }

  private static void checkTimes(BodyFields fields, @Nullable String cron, @Nullable String zone) {
    switch (Cron.read(cron == null ? ANY_CRON : cron, zone == null ? UTC : zone)) {
      case Cron.Reading.Valid _ -> {}
      case Cron.Reading.Invalid(var faults) ->
          faults.forEach(
              fault ->
                  fields.fault(
                      switch (fault.part()) {
                        case EXPRESSION -> "cron";
                        case ZONE -> "time_zone";
                      },
                      fault.message()));
    }
  }

  private static Optional<TaskSpec> spec(BodyFields fields, boolean whole, TaskDefaults defaults) {
    Optional<JsonText> task = fields.json("task");
    if (task.isEmpty()) {
      if (whole && !fields.hasFault("task")) {
        fields.fault("task", "is required");
      }
      return Optional.empty();
    }
    if (task.get().size() > MAX_TASK_BYTES) {
      fields.fault(
          "task", "must have at most " + MAX_TASK_BYTES + " bytes, it has " + task.get().size());
      return Optional.empty();
    }
    BodyFields inner = fields.nested("task", task.get(), TaskFields.KNOWN, TaskFields.RAW);
    return task.get().utf8()[0] == '{' ? ScheduledTask.read(inner, defaults) : Optional.empty();
  }

  private static List<String> words(Enum<?>[] values) {
    return Stream.of(values).map(ScheduleFields::word).toList();
  }

  /** The word for it on the wire. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Overlap overlap(String word) {
    return Overlap.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static CatchUp catchUp(String word) {
    return CatchUp.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** A schedule of which all is said that it needs. */
  Schedule.Settings settings() {
    if (cron == null || task == null) {
      throw new IllegalStateException("not a whole schedule");
    }
    return new Schedule.Settings(
        name,
        new Timetable(
            cron(cron, or(zone, UTC)), or(overlap, Overlap.SKIP), or(catchUp, CatchUp.NONE)),
        task,
        or(paused, false));
  }

  /** The settings of a schedule with what is said changed. */
  Schedule.Settings over(Schedule.Settings before) {
    Timetable timetable = before.timetable();
    Cron times = timetable.cron();
    return new Schedule.Settings(
        name == null ? before.name() : name,
        new Timetable(
            cron == null && zone == null
                ? times
                : cron(or(cron, times.expression()), or(zone, times.zone().getId())),
            or(overlap, timetable.overlap()),
            or(catchUp, timetable.catchUp())),
        or(task, before.task()),
        or(paused, before.paused()));
  }

  private static <T> T or(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }

  private static Cron cron(String expression, String zone) {
    return switch (Cron.read(expression, zone)) {
      case Cron.Reading.Valid(Cron cron) -> cron;
      case Cron.Reading.Invalid(var faults) -> throw new IllegalStateException(faults.toString());
    };
  }
}
