package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The store as one node reaches it: requests and answers take their time and overtake each other, and
 * either can be lost, so that the node does not know what became of what it asked.
 */
final class RemoteStore extends ForwardingStore {

  private static final Duration WAY = Duration.ofMillis(60);
  private static final Duration PATIENCE = Duration.ofMillis(800);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final String WHY = "the store did not answer";

  private final World world;
  private final Machine machine;
  private final StoreTrouble trouble;

  RemoteStore(World world, Machine machine, StoreTrouble trouble, TaskStore real) {
    super(real);
    this.world = world;
    this.machine = machine;
    this.trouble = trouble;
  }

  private <R> void ask(String what, Consumer<Consumer<R>> action, Consumer<R> done, R unknown) {
    StoreTrouble.Fate fate = trouble.next(what);
    if (fate.isTrouble()) {
      world.note(machine.name + ": " + what + " will be " + fate);
      machine.troubled(world.nanos(), world.nanos() + PATIENCE.toNanos());
    }
    switch (fate) {
      case AT_ONCE -> action.accept(done);
      case ANSWERED -> world.after(world.upTo(WAY), () -> action.accept(answer(done)));
      case NOT_MADE -> world.after(world.upTo(PATIENCE), machine, () -> done.accept(unknown));
      case MADE_UNTOLD ->
          world.after(
              world.upTo(WAY),
              () -> {
                action.accept(_ -> {});
                world.after(world.upTo(PATIENCE), machine, () -> done.accept(unknown));
              });
      case MADE_LATE -> {
        world.after(world.upTo(WAY), machine, () -> done.accept(unknown));
        makeLate(action);
      }
      case MADE_TWICE -> {
        world.after(world.upTo(WAY), () -> action.accept(answer(done)));
        makeLate(action);
      }
    }
  }

  private <R> void makeLate(Consumer<Consumer<R>> action) {
    world.after(WAY.plus(world.upTo(LATE)), () -> action.accept(_ -> {}));
  }

  private <R> Consumer<R> answer(Consumer<R> done) {
    return result -> world.after(world.upTo(WAY), machine, () -> done.accept(result));
  }

  @Override
  public void add(Addition addition, Consumer<AddResult> done) {
    ask("add", told -> real.add(addition, told), done, new AddResult.Unknown(WHY));
  }

  @Override
  public void save(Change change, Consumer<SaveResult> done) {
    ask("save", told -> real.save(change, told), done, new SaveResult.Unknown(WHY));
  }

  @Override
  public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
    ask("claim", told -> real.claim(by, most, told), done, new ClaimResult.Unknown(WHY));
  }

  @Override
  public void callUp(
      String dropletName, GateLine line, LeaseId by, int most, Consumer<ClaimResult> done) {
    ask(
        "callUp",
        told -> real.callUp(dropletName, line, by, most, told),
        done,
        new ClaimResult.Unknown(WHY));
  }

  @Override
  public List<String> waitedFor() {
    if (trouble.isOut()) {
      throw new StoreUnavailable(WHY, new IllegalStateException("out"));
    }
    return real.waitedFor();
  }

  @Override
  public void take(TaskId id, LeaseId by, Consumer<TakeResult> done) {
    ask("take", told -> real.take(id, by, told), done, new TakeResult.Unknown(WHY));
  }

  @Override
  public void askToCancel(TaskId id, Consumer<SaveResult> done) {
    ask("askToCancel", told -> real.askToCancel(id, told), done, new SaveResult.Unknown(WHY));
  }

  @Override
  public void join(String node, Duration lease, Consumer<LeaseResult> done) {
    ask("join", told -> real.join(node, lease, told), done, new LeaseResult.Unknown(WHY));
  }

  @Override
  public void renew(LeaseId lease, Consumer<LeaseResult> done) {
    ask("renew", told -> real.renew(lease, told), done, new LeaseResult.Unknown(WHY));
  }

  @Override
  public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
    ask("rescue", told -> real.rescue(by, most, told), done, new ClaimResult.Unknown(WHY));
  }

  @Override
  public void holding(LeaseId by, Consumer<ClaimResult> done) {
    ask("holding", told -> real.holding(by, told), done, new ClaimResult.Unknown(WHY));
  }

  @Override
  public void leave(LeaseId lease, Consumer<LeaseResult> done) {
    ask("leave", told -> real.leave(lease, told), done, new LeaseResult.Unknown(WHY));
  }

  @Override
  public void onDue(Runnable look) {
    real.onDue(
        () -> {
          if (!trouble.isOut() && world.chance(0.9)) {
            world.after(world.upTo(WAY), machine, look);
          }
        });
  }

  @Override
  public Optional<Task> find(TaskId id) {
    if (trouble.isOut()) {
      throw new StoreUnavailable(WHY, new IllegalStateException("out"));
    }
    return real.find(id);
  }

  @Override
  public boolean isWritable() {
    return !trouble.isOut() || world.chance(0.5);
  }
}
