package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.registry.Snapshot;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts every task as it ends: of all droplets, and of each. A task that has not ended counts
 * nowhere yet, its retries neither, so that the figures equal those of the store's finished tasks.
 */
public final class TaskMetrics implements TaskListener {

  /** The most droplets that are counted each on its own (35 kB each), in this process's life. */
  public static final int MAX_DROPLETS = 1000;

  /** The name under which all further droplets are counted together. */
  public static final String OTHER_DROPLETS = "(other)";

  private final TaskTally all = new TaskTally();
  private final AttemptTally attempts = new AttemptTally();
  private final DurationBuckets buckets = new DurationBuckets();
  private final ConcurrentMap<String, NamedTally> byDroplet = new ConcurrentHashMap<>();

  /** A droplet's name, as it was spelt first, and its count. */
  private record NamedTally(String name, TaskTally tally) {}

  @Override
  public void changed(Task task) {
    if (task.state() instanceof Finished end) {
      long micros = Math.max(0, ChronoUnit.MICROS.between(task.due(), end.at()));
      int retries = task.retryCount();
      all.count(end.status(), retries, micros);
      buckets.count(micros);
      task.attempts().forEach(attempts::count);
      task.spec().droplet().ifPresent(name -> tallyOf(name).count(end.status(), retries, micros));
    }
  }

  private TaskTally tallyOf(String droplet) {
    String key = Snapshot.key(droplet);
    NamedTally known = byDroplet.get(key);
    return known != null ? known.tally() : add(key, droplet);
  }

  private TaskTally add(String key, String droplet) {
    boolean full = byDroplet.size() >= MAX_DROPLETS;
    NamedTally added =
        full
            ? byDroplet.computeIfAbsent(OTHER_DROPLETS, TaskMetrics::empty)
            : byDroplet.computeIfAbsent(key, _ -> empty(droplet));
    return added.tally();
  }

  private static NamedTally empty(String name) {
    return new NamedTally(name, new TaskTally());
  }

  /** The figures of all finished tasks. */
  public TaskFigures all() {
    return all.figures();
  }

  /** How the attempts of all finished tasks ended. */
  SortedMap<String, Long> attempts() {
    return attempts.counts();
  }

  /** The figures of each droplet that had a task, by name. */
  public SortedMap<String, TaskFigures> byDroplet() {
    SortedMap<String, TaskFigures> figures = new TreeMap<>();
    byDroplet.values().forEach(named -> figures.put(named.name(), named.tally().figures()));
    return figures;
  }

  /** The figures of this droplet, all nought when it had no task. */
  TaskFigures ofDroplet(String name) {
    NamedTally known = byDroplet.get(Snapshot.key(name));
    return known == null ? TaskFigures.NONE : known.tally().figures();
  }

  /** How many tasks took how long. */
  long[] bucketCounts() {
    return buckets.counts();
  }
}
