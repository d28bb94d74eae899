package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.reliability.SeenDroplet.Answer;
import ai.fullpotential.orchestrator.reliability.SeenDroplet.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * K1: the wall clock jumps by an hour and by a year, there and back, while tasks wait for their time. It
 * is set for the service alone, so that the droplet's log has the real times.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ClockIT {

  private static final List<String> JUMPS = List.of("+3600s", "-3600s", "+1y", "+0s");
  private static final Duration EARLY = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int TASKS_A_JUMP = 60;

  @TempDir Path directory;

  private final Map<String, Waiting> waiting = new HashMap<>();

  /** A task that was submitted, and the span of its first call. */
  private record Waiting(Instant earliest, Instant latest) {}

  @Test
  void noJumpOfTheClockMakesATaskEarlyOrLate() throws Exception {
    int rounds = Scale.count(1, 25);
    int fired = 0;
    Path clock = Files.writeString(directory.resolve("clock"), "+0s\n");
    try (Scene scene = new Scene(directory, Scale.seed(), 4, faked(clock))) {
      scene.droplet.behave(_ -> Answer.ok());
      scene.start();
      scene.load.start();
      for (int round = 0; round < rounds; round++) {
        for (String jump : JUMPS) {
          submit(scene, round, TASKS_A_JUMP / 2);
          set(clock, jump);
          submit(scene, round, TASKS_A_JUMP / 2);
          Thread.sleep(1500);
          if (isSetBy(scene, jump)) {
            fired++;
          }
        }
      }
      Figures figures = scene.settle("K1");
      judge(figures, scene.droplet.calls())
          .put("jumps", rounds * JUMPS.size())
          .expect("the lease was lost", !scene.service.said("lease ran out"))
          .faults(rounds * JUMPS.size(), fired)
          .conclude();
    }
  }

  private static Map<String, String> faked(Path clock) throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("/usr/lib"), 3)) {
      Path library =
          all.filter(file -> file.endsWith("faketime/libfaketimeMT.so.1"))
              .findAny()
              .orElseThrow(() -> new AssertionError("libfaketime is not installed"));
      return Map.of(
          "LD_PRELOAD", library.toString(),
          "FAKETIME_TIMESTAMP_FILE", clock.toString(),
          "FAKETIME_NO_CACHE", "1",
          "FAKETIME_DONT_FAKE_MONOTONIC", "1",
          "DONT_FAKE_MONOTONIC", "1");
    }
  }

  /** At once for the service: the file is replaced whole. */
  private static void set(Path clock, String jump) throws IOException {
    Path next = Files.writeString(clock.resolveSibling("next"), jump + "\n");
    Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void submit(Scene scene, int round, int tasks) throws InterruptedException {
    for (int i = 0; i < tasks; i++) {
      int delay = 200 + i * 90;
      long n = 1_000_000L + round * 100_000L + waiting.size();
      Instant before = Instant.now();
      Told told = Load.send(scene.service.api(), n, Load.body(n, delay), Map.of());
      scene.heard(told);
      if (told.taskId() != null) {
        Instant earliest = before.plusMillis(delay).minus(EARLY);
        waiting.put(told.taskId(), new Waiting(earliest, told.at().plusMillis(delay).plus(LATE)));
      }
    }
  }

  /** Whether the service's log, which follows the wall clock, is off by the jump. */
  private static boolean isSetBy(Scene scene, String jump) {
    Duration off = Duration.between(Instant.now(), scene.service.lastLogged());
    Duration expected =
        switch (jump) {
          case "+3600s" -> Duration.ofHours(1);
          case "-3600s" -> Duration.ofHours(-1);
          case "+1y" -> Duration.ofDays(365);
          default -> Duration.ZERO;
        };
    return off.minus(expected).abs().compareTo(Duration.ofMinutes(5)) < 0;
  }

  private Figures judge(Figures figures, List<Call> calls) {
    Map<String, Instant> first = new HashMap<>();
    calls.forEach(call -> first.merge(call.taskId(), call.at(), (a, b) -> a.isBefore(b) ? a : b));
    List<String> early = new ArrayList<>();
    List<String> late = new ArrayList<>();
    waiting.forEach(
        (task, span) -> {
          @Nullable Instant at = first.get(task);
          if (at != null && at.isBefore(span.earliest())) {
            early.add("K1 " + task + ": called at " + at + ", " + span);
          }
          if (at == null || at.isAfter(span.latest())) {
            late.add("K1 " + task + ": called at " + at + ", " + span);
          }
        });
    figures.wrong(early);
    figures.wrong(late);
    return figures
        .put("waiting", waiting.size())
        .put("early", early.size())
        .put("stalled", late.size());
  }
}
