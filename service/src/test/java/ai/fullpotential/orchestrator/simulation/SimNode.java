package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.dispatch.CallUps;
import ai.fullpotential.orchestrator.dispatch.Claimer;
import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Ends;
import ai.fullpotential.orchestrator.dispatch.Followers;
import ai.fullpotential.orchestrator.dispatch.Joins;
import ai.fullpotential.orchestrator.dispatch.LeaseKeeper;
import ai.fullpotential.orchestrator.dispatch.NodeLease;
import ai.fullpotential.orchestrator.dispatch.Parts;
import ai.fullpotential.orchestrator.dispatch.Routing;
import ai.fullpotential.orchestrator.dispatch.Steering;
import ai.fullpotential.orchestrator.dispatch.Walks;
import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.invoke.DropletCaller;
import ai.fullpotential.orchestrator.policy.BreakerRule;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import ai.fullpotential.orchestrator.policy.Rate;
import ai.fullpotential.orchestrator.registry.TestDirectory;
import ai.fullpotential.orchestrator.store.InMemoryDocuments;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One process of the service, built of the same parts and in the same order as the real one. */
final class SimNode {

  static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int MOST_AT_ONCE = 8;

  final Machine machine;
  final SimLoop[] loops;
  final TestDirectory directory;
  final Dispatcher dispatcher;
  final Steering steering;
  final Ends ends;
  private final World world;
  private final LeaseKeeper keeper;
  private final Claimer claimer;
  private final CallUps callUps;
  private int turn;

  /** One of the droplets is called within narrow bounds, so that its tasks wait before its gate. */
  private static final Policies POLICIES =
      new Policies(
          Map.of(
              "beta",
              new DropletPolicy(
                  new Rate(20, 2),
                  1,
                  null,
                  null,
                  new BreakerRule(60, 3, Duration.ofSeconds(20), Duration.ofSeconds(2)),
                  null)));

  SimNode(World world, Machine machine, Surroundings around) {
    this.world = world;
    this.machine = machine;
    double haste = around.flaw() == Flaw.TIMERS_COME_EARLY ? 0.5 : 1;
    loops = new SimLoop[] {new SimLoop(world, machine, haste), new SimLoop(world, machine, haste)};
    directory = new TestDirectory(world);
    directory.list(SimDroplets.ALL);
    TaskStore store = around.store(machine);
    Executor blocking = action -> world.after(world.upTo(Duration.ofMillis(5)), machine, action);
    ends = new Ends(store, blocking);
    Gates gates = new Gates(false, () -> POLICIES, 1000, world, loops[1], (_, _) -> {});
    NodeLease lease = new NodeLease(machine.name, LEASE, world);
    Parts parts =
        new Parts(
            store,
            directory.directory(),
            around.caller(machine),
            new Followers(
                around.ids(),
                _ -> Workload.limits(3, Duration.ofSeconds(40)),
                new Joins(store, new InMemoryDocuments(), blocking)),
            ends,
            lease,
            gates,
            new Routing(directory.directory(), _ -> true, gates),
            world);
    Walks walks = new Walks(MOST_AT_ONCE);
    dispatcher = new Dispatcher(parts, this::sync, around.ids(), walks);
    claimer = new Claimer(parts, dispatcher, walks, loops[0], this::nextLoop, POLL);
    keeper = new LeaseKeeper(parts, walks, claimer, loops[1]);
    callUps = new CallUps(parts, claimer, walks, loops[0], blocking);
    steering = new Steering(parts, dispatcher, walks, ends);
  }

  /** What all nodes have in common. */
  interface Surroundings {
    Flaw flaw();

    TaskStore store(Machine machine);

    DropletCaller caller(Machine machine);

    Function<Instant, TaskId> ids();
  }

  private void sync(Runnable done) {
    world.after(
        world.upTo(Duration.ofMillis(300)),
        machine,
        () -> {
          directory.list(SimDroplets.ALL);
          done.run();
        });
  }

  SimLoop nextLoop() {
    return loops[turn++ % loops.length];
  }

  void start() {
    // The keeper would wait here for its first lease; nothing can come while this thread waits.
    Thread.currentThread().interrupt();
    try {
      keeper.start();
    } catch (InterruptedException _) {
      claimer.start();
      callUps.start();
    }
  }

  /** The Registry lists just these of the droplets for a while. */
  void knows(String... names) {
    directory.list(
        Arrays.stream(names).collect(Collectors.toMap(name -> name, SimDroplets.ALL::get)));
  }

  boolean isAlive() {
    return !machine.isDead();
  }
}
