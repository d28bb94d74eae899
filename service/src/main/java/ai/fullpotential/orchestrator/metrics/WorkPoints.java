package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.metrics.Family.Point;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** What there is to do, and how attempts ended, in Prometheus' terms. */
final class WorkPoints {

  private WorkPoints() {}

  static void add(List<MetricSnapshot> all, Reading reading) {
    WorkFigures work = reading.work();
    all.add(
        Family.counter(
            "task_attempts",
            "Attempts of finished tasks, by how they ended.",
            reading.attempts().entrySet().stream()
                .map(outcome -> Point.of(outcome.getValue(), "outcome", outcome.getKey()))
                .toList()));
    all.add(Family.gauge("tasks_under_way", "Tasks that this node carries on.", work.underWay()));
    all.add(
        Family.gauge(
            "tasks_waiting",
            "Tasks in the store that wait, of all nodes; absent while it cannot tell.",
            work.waiting().stream().mapToObj(count -> Point.of(count)).toList()));
    all.add(
        Family.gauge(
            "store_writable", "1 while tasks can be recorded.", work.storeWritable() ? 1 : 0));
    all.add(
        Family.gauge(
            "lease_held", "1 while this node may carry tasks on.", work.leaseHeld() ? 1 : 0));
  }
}
