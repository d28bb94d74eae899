package ai.fullpotential.orchestrator.reliability;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import ai.fullpotential.orchestrator.reliability.Kept.KeptAttempt;
import ai.fullpotential.orchestrator.reliability.SeenDroplet.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after every run, whatever happened in it. Each violation is one line that begins with
 * the name of what was violated, as docs/reliability.md has it.
 */
final class Invariants {

  /** So much later than it was made a call may reach the droplet's log. */
  private static final Duration ON_ITS_WAY = Duration.ofMillis(300);

  private final Logs logs;
  private final Map<String, List<Call>> seen;
  private final List<String> violations = new ArrayList<>();

  private Invariants(Logs logs) {
    this.logs = logs;
    this.seen = logs.seen().stream().collect(groupingBy(Call::taskId));
  }

  /** All that is wrong; nothing when all is well. */
  static List<String> violations(Logs logs) {
    Invariants invariants = new Invariants(logs);
    logs.told().stream().filter(Told::isAcknowledged).forEach(invariants::acknowledged);
    logs.kept().values().forEach(invariants::kept);
    invariants.strangers();
    invariants.twins();
    return invariants.violations;
  }

  /** I1 and I4. */
  private void acknowledged(Told told) {
    Kept kept = logs.kept().get(told.taskId());
    if (kept == null) {
      violate("I1", told.taskId(), "acknowledged with " + told.http() + " but not in the store");
      return;
    }
    String end = told.end();
    if (end != null && !end.equals(kept.status())) {
      violate("I4", kept.id(), "told as " + end + ", and now " + kept.status());
    }
  }

  private void kept(Kept task) {
    if (!task.isFinal()) {
      violate("I1", task.id(), "still " + task.status());
    }
    List<Call> calls = seen.getOrDefault(task.id(), List.of());
    if (task.status().equals("success")) {
      calls.forEach(call -> afterSuccess(task, call));
    }
    attempts(task, calls);
    duplicates(task);
  }

  /** I2. */
  private void afterSuccess(Kept task, Call call) {
    Instant end = Objects.requireNonNull(task.completedAt(), "an end has a time");
    if (call.at().isAfter(end.plus(ON_ITS_WAY))) {
      violate("I2", task.id(), "called at " + call.at() + " after its success at " + end);
    }
  }

  /** I3: each recorded attempt is one call at most, and no call is without one. */
  private void attempts(Kept task, List<Call> calls) {
    if (calls.size() > task.attempts().size()) {
      violate("I3", task.id(), calls.size() + " calls, " + task.attempts().size() + " attempts");
    }
    Map<Integer, Long> byNumber = calls.stream().collect(groupingBy(Call::attempt, counting()));
    byNumber.forEach(
        (number, times) -> {
          if (times > 1) {
            violate("I3", task.id(), "attempt " + number + " was called " + times + " times");
          }
          if (task.attempts().stream().noneMatch(attempt -> attempt.number() == number)) {
            violate("I3", task.id(), "attempt " + number + " is not on record");
          }
        });
    for (KeptAttempt attempt : task.attempts()) {
      if (attempt.outcome() == null && task.isFinal()) {
        violate("I3", task.id(), "ended with attempt " + attempt.number() + " open");
      }
    }
  }

  /** I6: only an attempt that a fault cut off is made once more. */
  private void duplicates(Kept task) {
    Instant end = task.completedAt() == null ? Instant.MAX : task.completedAt();
    long faults =
        logs.faults().stream()
            .filter(at -> !at.isBefore(task.createdAt()) && !at.isAfter(end))
            .count();
    if (task.unknownAttempts() > faults) {
      violate("I6", task.id(), task.unknownAttempts() + " attempts lost in " + faults + " faults");
    }
  }

  /** I3: whatever the droplet saw is on record. */
  private void strangers() {
    for (String id : seen.keySet()) {
      if (!logs.kept().containsKey(id)) {
        violate("I3", id, "called, but not in the store");
      }
    }
  }

  /** C3: one submission, by its number or its key, is one task. */
  private void twins() {
    logs.kept().values().stream()
        .filter(kept -> kept.n() >= 0)
        .collect(groupingBy(Kept::n, counting()))
        .forEach(
            (n, tasks) -> {
              if (tasks > 1) {
                violate("C3", "submission " + n, tasks + " tasks");
              }
            });
  }

  private void violate(String name, @Nullable String task, String what) {
    violations.add(name + " " + task + ": " + what);
  }
}
