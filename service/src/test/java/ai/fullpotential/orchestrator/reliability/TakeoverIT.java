package ai.fullpotential.orchestrator.reliability;

import ai.fullpotential.orchestrator.reliability.SeenDroplet.Answer;
import ai.fullpotential.orchestrator.reliability.SeenDroplet.Call;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the tasks of a node that is dead, that only seems dead, or that is just slow. */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class TakeoverIT {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final int TASKS = 20;

  @TempDir Path directory;

  /** C7. */
  @Test
  void theTasksOfADeadNodeAreTakenOver() throws Exception {
    int rounds = Scale.count(2, 50);
    int died = 0;
    Times times = new Times();
    try (Cluster cluster = cluster(2)) {
      cluster.droplet.behave(TakeoverIT::longAtFirst);
      for (int round = 0; round < rounds; round++) {
        int victim = round % 2;
        Set<String> ids = Set.copyOf(cluster.submit(victim, TASKS));
        awaitAttempt(cluster, ids, 1);
        cluster.kill(victim);
        Instant killed = Instant.now();
        died += cluster.node(victim).isAlive() ? 0 : 1;
        awaitAttempt(cluster, ids, 2);
        calls(cluster, ids, 2).forEach(call -> times.add(Duration.between(killed, call.at())));
        cluster.start(victim);
      }
      cluster
          .settle("C7")
          .faults(rounds, died)
          .put("taken_over", times.count())
          .put("p50", times.percentile(50))
          .put("p99", times.percentile(99))
          .expect("not all were taken over", times.count() == rounds * TASKS)
          .expect("too late", times.percentile(99).compareTo(LEASE.plusSeconds(2)) <= 0)
          .conclude();
    }
  }

  /** C4: a live long task is not rescued and run twice. */
  @Test
  void aTaskTenTimesLongerThanItsLeaseRunsOnce() throws Exception {
    int tasks = Scale.count(60, 1000);
    try (Cluster cluster = cluster(2)) {
      cluster.droplet.behave(_ -> new Answer(200, LEASE.multipliedBy(10)));
      Set<String> ids =
          java.util.stream.Stream.concat(
                  cluster.submit(0, tasks / 2).stream(), cluster.submit(1, tasks / 2).stream())
              .collect(Collectors.toSet());
      Cluster.await(LONG, () -> calls(cluster, ids, 1).size() == ids.size());
      cluster
          .settle("C4")
          .put("second_attempts", calls(cluster, ids, 2).size())
          .expect("called again", cluster.droplet.calls().size() == ids.size())
          .conclude();
    }
  }

  /**
   * C5: a node that stands still for three leases and then goes on: what it has in hand is no longer
   * its own. Half the answers of its droplet come while it stands still, half after.
   */
  @Test
  void aNodeThatComesBackChangesNothing() throws Exception {
    int rounds = Scale.count(2, 500);
    int stopped = 0;
    int compared = 0;
    try (Cluster cluster = cluster(3)) {
      Figures changes = new Figures("changes");
      for (int round = 0; round < rounds; round++) {
        int owner = round % 3;
        cluster.droplet.behave(
            call ->
                call.attempt() > 1
                    ? Answer.ok()
                    : new Answer(
                        200, LEASE.multipliedBy(call.taskId().hashCode() % 2 == 0 ? 1 : 4)));
        Set<String> ids = Set.copyOf(cluster.submit(owner, TASKS));
        awaitAttempt(cluster, ids, 1);
        cluster.leaveOut(owner);
        cluster.node(owner).signal("STOP");
        cluster.fault();
        stopped++;
        Thread.sleep(LEASE.multipliedBy(3));
        Api other = cluster.node((owner + 1) % 3).api();
        Map<String, JsonNode> before = records(other, ids);
        cluster.node(owner).signal("CONT");
        Thread.sleep(LEASE.multipliedBy(3).dividedBy(2));
        Map<String, JsonNode> after = records(other, ids);
        for (String id : ids) {
          compared += before.get(id).path("status").asText().equals("success") ? 1 : 0;
          changes.expect(
              "I5 " + id + ": was " + before.get(id) + " and is " + after.get(id),
              before.get(id).equals(after.get(id)));
        }
        cluster.takeIn(owner);
      }
      Figures figures = cluster.settle("C5");
      figures.wrong(changes.wrong());
      figures
          .faults(rounds, stopped)
          .put("compared", compared)
          .expect("few had ended elsewhere", compared * 2 >= rounds * TASKS)
          .conclude();
    }
  }

  private Cluster cluster(int size) throws InterruptedException {
    return new Cluster(
            directory, size, 0, LEASE, "TASK_ATTEMPT_TIMEOUT", "60", "TASK_TIMEOUT", "120")
        .started();
  }

  private static Answer longAtFirst(Call call) {
    return call.attempt() == 1 ? new Answer(200, LONG) : Answer.ok();
  }

  private static List<Call> calls(Cluster cluster, Set<String> ids, int attempt) {
    return cluster.droplet.calls().stream()
        .filter(call -> call.attempt() == attempt && ids.contains(call.taskId()))
        .toList();
  }

  private static void awaitAttempt(Cluster cluster, Set<String> ids, int attempt)
      throws InterruptedException {
    if (!Cluster.await(LONG, () -> calls(cluster, ids, attempt).size() >= ids.size())) {
      throw new AssertionError(
          calls(cluster, ids, attempt).size() + " calls of attempt " + attempt);
    }
  }

  private static Map<String, JsonNode> records(Api api, Set<String> ids)
      throws IOException, InterruptedException {
    Map<String, JsonNode> records = new HashMap<>();
    for (String id : ids) {
      records.put(id, api.get("/tasks/" + id).json());
    }
    return records;
  }
}
