package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.firing.Progress;
import ai.fullpotential.orchestrator.firing.Schedule;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.TaskId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A schedule as the wire shows it (contract B1). */
record ScheduleAnswer(
    String id,
    @Nullable String name,
    String cron,
    String timeZone,
    JsonText task,
    String overlap,
    String catchUp,
    boolean paused,
    @Nullable BigDecimal nextAt,
    @Nullable BigDecimal lastFiredAt,
    @Nullable String lastTaskId,
    long firedCount,
    long skippedCount,
    int waitingCount,
    BigDecimal createdAt,
    @Nullable String owner) {

  static ScheduleAnswer of(Schedule schedule) {
    Progress progress = schedule.progress();
    TaskId last = progress.lastTask();
    return new ScheduleAnswer(
        schedule.id(),
        schedule.name(),
        schedule.timetable().cron().expression(),
        schedule.timetable().cron().zone().getId(),
        schedule.task(),
        ScheduleFields.word(schedule.timetable().overlap()),
        ScheduleFields.word(schedule.timetable().catchUp()),
        schedule.paused(),
        seconds(progress.nextAt()),
        seconds(progress.lastFiredAt()),
        last == null ? null : last.value(),
        progress.fired(),
        progress.skipped(),
        progress.waiting().size(),
        Json.epochSeconds(schedule.createdAt()),
        schedule.owner());
  }

  private static @Nullable BigDecimal seconds(@Nullable Instant at) {
    return at == null ? null : Json.epochSeconds(at);
  }
}
