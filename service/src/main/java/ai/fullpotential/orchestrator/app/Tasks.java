package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.api.Replay;
import ai.fullpotential.orchestrator.api.TaskDefaults;
import ai.fullpotential.orchestrator.config.Settings;
import ai.fullpotential.orchestrator.dispatch.CallUps;
import ai.fullpotential.orchestrator.dispatch.Claimer;
import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Ends;
import ai.fullpotential.orchestrator.dispatch.Followers;
import ai.fullpotential.orchestrator.dispatch.Joins;
import ai.fullpotential.orchestrator.dispatch.LeaseKeeper;
import ai.fullpotential.orchestrator.dispatch.MassReplays;
import ai.fullpotential.orchestrator.dispatch.NodeLease;
import ai.fullpotential.orchestrator.dispatch.Parts;
import ai.fullpotential.orchestrator.dispatch.ReachabilityFeed;
import ai.fullpotential.orchestrator.dispatch.Replayer;
import ai.fullpotential.orchestrator.dispatch.Routing;
import ai.fullpotential.orchestrator.dispatch.Steering;
import ai.fullpotential.orchestrator.dispatch.Walks;
import ai.fullpotential.orchestrator.flow.GateListener;
import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.flow.PolicyBook;
import ai.fullpotential.orchestrator.flow.PolicyKeeper;
import ai.fullpotential.orchestrator.flow.Shares;
import ai.fullpotential.orchestrator.invoke.HttpDropletCaller;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.store.OpenStore;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.SystemTime;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** All that carries tasks on: the store, this node's lease, and the work behind it. */
final class Tasks implements AutoCloseable {

  final TaskStore store;
  final Documents documents;
  final Dispatcher dispatcher;
  final PolicyBook policies;
  final TaskDefaults defaults;
  final Ends ends;
  final Steering steering;
  final Function<Instant, TaskId> ids;
  final MassReplays replays;
  final TaskListener listener;
  final NodeLease lease;
  final Gates gates;
  private final PolicyKeeper policyKeeper;
  private final Joins joins;
  private final Loop joinLoop;
  private final Claimer claimer;
  private final CallUps callUps;
  private final Optional<Shares> shares;
  private final LeaseKeeper keeper;

  Tasks(
      Settings settings,
      OpenStore open,
      Mesh mesh,
      HttpCaller http,
      Loops loops,
      Observers observers,
      Measures measures,
      String node,
      SystemTime time,
      GateListener breakers) {
    this.store = open.tasks();
    this.documents = open.documents();
    TimeBasedEpochGenerator uuids = Generators.timeBasedEpochGenerator();
    ids = at -> new TaskId(uuids.construct(at.toEpochMilli()).toString());
    ends = new Ends(store, loops.blocking());
    joins = new Joins(store, documents, loops.blocking());
    joinLoop = loops.next();
    listener =
        observers.tasksAnd(measures.tasks(), new ReachabilityFeed(mesh.reachability), ends, joins);
    policies = new PolicyBook(documents);
    policyKeeper = new PolicyKeeper(policies, open.channel().isPresent(), time);
    defaults =
        new TaskDefaults(
            settings.dispatch().limits(),
            settings.dispatch().asyncKeepBytes(),
            policies,
            settings.callbacks().urls());
    lease = new NodeLease(node, open.lease(), time);
    gates =
        new Gates(
            open.peers().isPresent(),
            policies::inForce,
            settings.dispatch().maxConcurrent() / 4,
            time,
            loops.next(),
            breakers);
    policies.onChange(gates::policiesChanged);
    shares = open.peers().map(peers -> new Shares(gates, documents, peers, lease::id, time));
    Parts parts =
        new Parts(
            store,
            mesh.directory,
            new HttpDropletCaller(
                http,
                settings.responseMaxBytes(),
                settings.version(),
                settings.telemetry().sampling()::takes,
                settings.callbacks(),
                time),
            new Followers(ids, defaults::asynchronous, joins),
            listener,
            lease,
            gates,
            new Routing(mesh.directory, mesh.reachability::reachable, gates),
            time);
    Walks walks = new Walks(settings.dispatch().maxConcurrent());
    dispatcher = new Dispatcher(parts, mesh.sync::refreshForUnknown, ids, walks);
    Loop intake = loops.next();
    claimer = new Claimer(parts, dispatcher, walks, intake, loops::next, open.poll());
    callUps = new CallUps(parts, claimer, walks, intake, loops.blocking());
    keeper = new LeaseKeeper(parts, walks, claimer, loops.next());
    steering = new Steering(parts, dispatcher, walks, ends);
    replays =
        new MassReplays(
            new MassReplays.Means(store, documents, time, time, lease.node()),
            new Replayer(dispatcher, task -> Replay.of(task, defaults), loops::next),
            loops.blocking());
  }

  void start() {
    policyKeeper.start();
    try {
      keeper.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    claimer.start();
    callUps.start();
    shares.ifPresent(Shares::start);
    replays.start();
    joins.start(joinLoop);
  }

  /** Lets what is under way end within the grace, and gives everything else back. */
  void drain(Duration grace) throws InterruptedException {
    replays.close();
    dispatcher.drain(grace);
    keeper.close();
    shares.ifPresent(Shares::close);
    policyKeeper.close();
  }

  @Override
  public void close() {
    store.close();
  }
}
