package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.reliability.SeenDroplet.Answer;
import ai.fullpotential.orchestrator.reliability.SeenDroplet.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A droplet that is down is not beaten to death, nor when it comes back. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class StormIT {

  private static final Answer DOWN = new Answer(503, Duration.ZERO);

  @TempDir Path directory;

  /** R1: calls are at most 1.2 times the first attempts, and ten a second, of which ten seconds are saved. */
  @Test
  void aDropletThatIsDownGetsFewRepeats() throws Exception {
    int seconds = Scale.count(5, 60);
    int perSecond = 1000;
    try (Scene scene = new Scene(directory, Scale.seed(), 0, Map.of())) {
      scene.droplet.behave(_ -> DOWN);
      scene.start();
      Instant begin = Instant.now();
      long accepted = 0;
      for (int tenth = 0; tenth < 10 * seconds; tenth++) {
        accepted += scene.service.api().batch(bodies(tenth, perSecond / 10));
        Duration ahead = Duration.between(Instant.now(), begin.plusMillis(100L * (tenth + 1)));
        if (ahead.isPositive()) {
          Thread.sleep(ahead);
        }
      }
      List<Call> calls = scene.droplet.calls();
      double took = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
      long first = calls.stream().filter(call -> call.attempt() == 1).count();
      double allowed = 1.2 * first + 10 * (took + 10);
      scene.droplet.behave(_ -> Answer.ok());
      new Figures("R1")
          .put("accepted", accepted)
          .put("seconds", took)
          .put("first_attempts", first)
          .put("calls", calls.size())
          .put("allowed", Math.round(allowed))
          .expect("too many calls", calls.size() <= allowed)
          .expect("no call was repeated", calls.size() > first)
          .expect("few tasks were tried", first * 2 >= accepted)
          .conclude();
    }
  }

  private static Stream<String> bodies(int part, int count) {
    return IntStream.range(0, count).mapToObj(n -> Load.body(1_000_000L * part + n, 0));
  }

  /** R2: in its worst second it gets at most twice what it gets on average until all is done. */
  @Test
  void aDropletThatComesBackIsNotStormed() throws Exception {
    int tasks = Scale.count(2000, 10_000);
    try (Scene scene = new Scene(directory, Scale.seed(), 0, Map.of())) {
      scene.droplet.behave(_ -> DOWN);
      scene.start();
      long accepted = scene.service.api().batch(bodies(0, tasks));
      Cluster.await(
          Duration.ofSeconds(30),
          () -> scene.droplet.calls().stream().map(Call::taskId).distinct().count() == tasks);
      int before = scene.droplet.calls().size();
      Instant back = Instant.now();
      scene.droplet.behave(_ -> Answer.ok());
      Figures figures = scene.settle("R2");
      List<Call> calls = scene.droplet.calls();
      Map<Long, Long> bySecond =
          calls.subList(before, calls.size()).stream()
              .collect(
                  Collectors.groupingBy(
                      call -> Duration.between(back, call.at()).toSeconds(),
                      TreeMap::new,
                      Collectors.counting()));
      long worst = bySecond.values().stream().mapToLong(n -> n).max().orElse(0);
      double mean = (double) (calls.size() - before) / bySecond.size();
      figures
          .put("accepted", accepted)
          .put("failed_calls", before)
          .put("by_second", bySecond.values())
          .put("worst", worst)
          .put("mean", Math.round(mean))
          .expect("a storm", worst <= 2 * mean)
          .conclude();
    }
  }
}
