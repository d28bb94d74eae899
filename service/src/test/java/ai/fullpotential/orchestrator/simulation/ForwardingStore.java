package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that leaves everything to another; what stands before one overrides what it changes. */
class ForwardingStore implements TaskStore {

  final TaskStore real;

  ForwardingStore(TaskStore real) {
    this.real = real;
  }

  @Override
  public void add(Addition addition, Consumer<AddResult> done) {
    real.add(addition, done);
  }

  @Override
  public void save(Change change, Consumer<SaveResult> done) {
    real.save(change, done);
  }

  @Override
  public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
    real.claim(by, most, done);
  }

  @Override
  public void callUp(
      String dropletName, GateLine line, LeaseId by, int most, Consumer<ClaimResult> done) {
    real.callUp(dropletName, line, by, most, done);
  }

  @Override
  public List<String> waitedFor() {
    return real.waitedFor();
  }

  @Override
  public void take(TaskId id, LeaseId by, Consumer<TakeResult> done) {
    real.take(id, by, done);
  }

  @Override
  public void askToCancel(TaskId id, Consumer<SaveResult> done) {
    real.askToCancel(id, done);
  }

  @Override
  public void join(String node, Duration lease, Consumer<LeaseResult> done) {
    real.join(node, lease, done);
  }

  @Override
  public void renew(LeaseId lease, Consumer<LeaseResult> done) {
    real.renew(lease, done);
  }

  @Override
  public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
    real.rescue(by, most, done);
  }

  @Override
  public void holding(LeaseId by, Consumer<ClaimResult> done) {
    real.holding(by, done);
  }

  @Override
  public void leave(LeaseId lease, Consumer<LeaseResult> done) {
    real.leave(lease, done);
  }

  @Override
  public void onDue(Runnable look) {
    real.onDue(look);
  }

  @Override
  public Optional<Task> find(TaskId id) {
    return real.find(id);
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return real.list(query);
  }

  @Override
  public boolean isWritable() {
    return real.isWritable();
  }

  @Override
  public boolean isDurable() {
    return real.isDurable();
  }

  @Override
  public void close() {
    real.close();
  }
}
