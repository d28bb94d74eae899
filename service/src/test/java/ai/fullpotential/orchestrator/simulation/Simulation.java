package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.invoke.DropletCaller;
import ai.fullpotential.orchestrator.store.HistorySettings;
import ai.fullpotential.orchestrator.store.InMemoryTaskStore;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One history of a few nodes that share a store, drawn from one seed: tasks are asked for while nodes
 * die, stand still and start again, the store answers late, wrongly or not at all, and droplets fail.
 * Then the faults end, and after a while everything must have ended well.
 */
final class Simulation implements SimNode.Surroundings {

  private static final Duration FAULTS_END = Duration.ofSeconds(14);
  private static final Duration SETTLED_BY = FAULTS_END.plusSeconds(90);

  private final World world;
  private final Flaw flaw;
  private final WatchedStore store;
  private final StoreTrouble trouble;
  private final SimDroplets droplets;
  private final SimCallers callers;
  private final FaultPlan plan;
  private final List<SimNode> nodes = new ArrayList<>();
  private final Map<String, Machine> machines = new HashMap<>();
  private int ids;

  /**
   * What became of one seed.
   *
   * @param violations the rules that were broken
   * @param trace all that happened, when that was asked for
   */
  record Result(
      List<String> violations,
      List<String> trace,
      int faultsPlanned,
      int faultsFired,
      int tasks,
      int succeeded) {}

  private Simulation(long seed, Flaw flaw, boolean traced) {
    this.flaw = flaw;
    world = new World(seed, traced);
    trouble = new StoreTrouble(world);
    TimeSource clock = flaw == Flaw.WAKES_EARLY ? world.ahead(Duration.ofSeconds(1)) : world;
    store =
        new WatchedStore(
            world,
            flaw.inStore(
                new InMemoryTaskStore(new HistorySettings(1000, Duration.ofDays(1)), clock),
                world));
    droplets = new SimDroplets(world, store.rows);
    callers = new SimCallers(world, store.rows, this::anyNode);
    plan = new FaultPlan(world, FAULTS_END.minusSeconds(3));
  }

  static Result of(long seed, Flaw flaw, boolean traced) {
    Simulation simulation = new Simulation(seed, flaw, traced);
    simulation.run();
    return simulation.result();
  }

  private void run() {
    int size = 2 + world.random.nextInt(2);
    for (int i = 0; i < size; i++) {
      world.after(world.upTo(Duration.ofMillis(100)), this::startNode);
    }
    int tasks = 3 + world.random.nextInt(8);
    for (int i = 0; i < tasks; i++) {
      world.after(world.upTo(FAULTS_END.dividedBy(2)).plusMillis(300), callers::submitOne);
    }
    for (int i = world.random.nextInt(3); i > 0; i--) {
      world.after(world.upTo(FAULTS_END), callers::cancelOne);
    }
    planFaults();
    world.run(FAULTS_END, () -> false);
    endFaults();
    world.run(SETTLED_BY, callers::isSettled);
    callers.check();
    new Records(world, store.rows, machines).check();
    world.run(world.elapsed().plusSeconds(4), () -> false);
    store.rows.all().forEach(row -> store.unchanged(row.task.id()));
  }

  private void planFaults() {
    plan.upTo(2, this::crash);
    plan.upTo(2, this::pause);
    plan.upTo(1, this::outage);
    plan.upTo(2, this::dropletDown);
    plan.upTo(1, this::dropletVanishes);
    plan.upTo(
        3,
        () -> {
          trouble.trouble(1 + world.random.nextInt(5));
          return true;
        });
  }

  private void endFaults() {
    world.note("faults end");
    trouble.end();
    droplets.behave();
    nodes.stream().filter(SimNode::isAlive).forEach(node -> node.knows("alpha", "beta"));
    if (nodes.stream().noneMatch(SimNode::isAlive)) {
      startNode();
    }
    everySecondRelease();
  }

  private void everySecondRelease() {
    callers.releaseHeld();
    world.after(Duration.ofSeconds(1), this::everySecondRelease);
  }

  private void startNode() {
    Machine machine = new Machine("node-" + (machines.size() + 1));
    machines.put(machine.name, machine);
    world.note("start " + machine.name);
    SimNode node = new SimNode(world, machine, this);
    nodes.add(node);
    node.start();
  }

  private @Nullable SimNode anyNode() {
    List<SimNode> alive = nodes.stream().filter(SimNode::isAlive).toList();
    return alive.isEmpty() ? null : alive.get(world.random.nextInt(alive.size()));
  }

  private boolean crash() {
    SimNode node = anyNode();
    if (node == null) {
      return false;
    }
    world.note("crash " + node.machine.name);
    node.machine.die(world.nanos());
    world.after(world.upTo(Duration.ofSeconds(4)), this::startNode);
    return true;
  }

  private boolean pause() {
    SimNode node = anyNode();
    if (node == null) {
      return false;
    }
    Duration span = world.between(Duration.ofMillis(100), SimNode.LEASE.multipliedBy(2));
    world.note("pause " + node.machine.name + " for " + span);
    node.machine.hold(world.nanos(), span);
    return true;
  }

  private boolean outage() {
    Duration span = world.upTo(SimNode.LEASE.multipliedBy(2));
    world.note("store out for " + span);
    trouble.out(true);
    machines
        .values()
        .forEach(
            machine ->
                machine.troubled(
                    world.nanos(), world.nanos() + span.plus(SimNode.LEASE).toNanos()));
    world.after(span, () -> trouble.out(false));
    return true;
  }

  private boolean dropletDown() {
    String name = world.chance(0.5) ? "alpha" : "beta";
    world.note(name + " down");
    droplets.down(name);
    world.after(world.upTo(Duration.ofSeconds(4)), () -> droplets.up(name));
    return true;
  }

  private boolean dropletVanishes() {
    SimNode node = anyNode();
    if (node == null) {
      return false;
    }
    world.note("alpha vanishes for " + node.machine.name);
    node.knows("beta");
    world.after(Duration.ofSeconds(2), node.machine, () -> node.knows("alpha", "beta"));
    return true;
  }

  private Result result() {
    int succeeded =
        (int)
            store.rows.all().stream()
                .filter(row -> row.task.status() == TaskStatus.SUCCESS)
                .count();
    return new Result(
        world.violations(),
        world.trace == null ? List.of() : world.trace,
        plan.planned() + trouble.planned(),
        plan.fired() + trouble.fired(),
        store.rows.all().size(),
        succeeded);
  }

  @Override
  public Flaw flaw() {
    return flaw;
  }

  @Override
  public TaskStore store(Machine machine) {
    return flaw.atNode(new RemoteStore(world, machine, trouble, store), world);
  }

  @Override
  public DropletCaller caller(Machine machine) {
    DropletCaller network = droplets.from(machine);
    return flaw != Flaw.CALLS_TWICE
        ? network
        : (call, loop, done) -> {
          network.call(call, loop, _ -> {}).cut();
          return network.call(call, loop, done);
        };
  }

  @Override
  public Function<Instant, TaskId> ids() {
    return at -> new TaskId("%08x-0000-7000-8000-%012x".formatted(at.getEpochSecond(), ++ids));
  }
}
