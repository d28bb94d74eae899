package ai.fullpotential.orchestrator.api;

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
import ai.fullpotential.orchestrator.dispatch.Replayer;
import ai.fullpotential.orchestrator.dispatch.Routing;
import ai.fullpotential.orchestrator.dispatch.Steering;
import ai.fullpotential.orchestrator.dispatch.Walks;
import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.flow.PolicyBook;
import ai.fullpotential.orchestrator.invoke.CallbackSettings;
import ai.fullpotential.orchestrator.invoke.CallbackUrls;
import ai.fullpotential.orchestrator.invoke.HttpDropletCaller;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.RawClient;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.net.RouteTable;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.net.WebServer;
import ai.fullpotential.orchestrator.openapi.Description;
import ai.fullpotential.orchestrator.registry.TestDirectory;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.store.TestStore;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.telemetry.Sampling;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.SystemTime;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The service as callers and droplets see it, over real sockets, without a Registry: a test says
 * which droplets there are, in place of a sync.
 */
final class TestService implements AutoCloseable {

  static final int MAX_BODY = 1_048_576;
  static final int MAX_ANSWER = 200_000;
  static final int KEEP = 10_240;
  static final int MAX_CONCURRENT = 100;
  static final String VERSION = "1.1-test";

  /** How often a name was looked for that was not known. */
  final AtomicInteger syncs = new AtomicInteger();

  /** The names of droplets that are taken not to answer. */
  final Set<String> silent = ConcurrentHashMap.newKeySet();

  final TestDirectory directory;
  final TaskStore store;
  final Documents documents;
  final PolicyBook policies;
  final Dispatcher dispatcher;

  private final TestStore.Opened opened;
  private final MassReplays replays;
  private final Loops loops;
  private final WebServer server;
  private final int port;

  private TestService(Loops loops, TaskLimits limits) {
    this.loops = loops;
    SystemTime time = new SystemTime();
    directory = new TestDirectory(time);
    opened = TestStore.current().open();
    store = opened.store().tasks();
    documents = opened.store().documents();
    TimeBasedEpochGenerator uuids = Generators.timeBasedEpochGenerator();
    Function<Instant, TaskId> ids = at -> new TaskId(uuids.construct(at.toEpochMilli()).toString());
    policies = new PolicyBook(documents);
    TaskDefaults defaults = new TaskDefaults(limits, KEEP, policies, CallbackUrls.NONE);
    Ends ends = new Ends(store, loops.blocking());
    Joins joins = new Joins(store, documents, loops.blocking());
    NodeLease lease = new NodeLease("node-1", Duration.ofDays(1), time);
    Gates gates = new Gates(false, policies, MAX_CONCURRENT / 4, time, loops.next(), (_, _) -> {});
    policies.onChange(gates::policiesChanged);
    Parts parts =
        new Parts(
            store,
            directory.directory(),
            new HttpDropletCaller(
                new HttpCaller(loops),
                MAX_ANSWER,
                VERSION,
                Sampling.ALL::takes,
                CallbackSettings.NONE,
                time),
            new Followers(ids, defaults::asynchronous, joins),
            task -> {
              ends.changed(task);
              joins.changed(task);
            },
            lease,
            gates,
            new Routing(directory.directory(), name -> !silent.contains(name), gates),
            time);
    Walks walks = new Walks(MAX_CONCURRENT);
    dispatcher =
        new Dispatcher(
            parts,
            done -> {
              syncs.incrementAndGet();
              Thread.ofVirtual().start(done);
            },
            ids,
            walks);
    Loop intake = loops.next();
    Claimer claimer =
        new Claimer(parts, dispatcher, walks, intake, loops::next, Duration.ofSeconds(5));
    try {
      new LeaseKeeper(parts, walks, claimer, loops.next()).start();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    claimer.start();
    new CallUps(parts, claimer, walks, intake, loops.blocking()).start();
    replays =
        new MassReplays(
            new MassReplays.Means(store, documents, time, time, "node-1"),
            new Replayer(dispatcher, task -> Replay.of(task, defaults), loops::next),
            loops.blocking());
    replays.start();
    List<Route> routes =
        Stream.of(
                new TaskResource(dispatcher, store, ends, defaults, time).routes(),
                new TaskBatch(dispatcher, ends, defaults, time).routes(),
                new TaskSteering(
                        new Steering(parts, dispatcher, walks, ends),
                        dispatcher,
                        store,
                        ends,
                        defaults)
                    .routes(),
                new ReplayResource(replays, ids, time).routes(),
                new MessageResource(dispatcher, defaults, 2, time).routes())
            .flatMap(List::stream)
            .toList();
    server =
        new WebServer(
            loops,
            ServerSettings.at("127.0.0.1", 0, MAX_BODY),
            new RouteTable("/orchestrator", routes),
            time,
            (_, _, _, _, _, _, _) -> {});
    try {
      port = server.start();
    } catch (BindException e) {
      throw new AssertionError(e);
    }
    RawClient.listen(port, Description.with(routes.stream().map(Route::template).toList())::hold);
  }

  /** Retries so often, after tiny waits, with so much time for an attempt and for all. */
  static TaskLimits limits(int retries, Duration attempt, Duration total) {
    return new TaskLimits(
        new RetryPolicy(retries, Backoff.doubling(Duration.ofMillis(5))), attempt, total, KEEP);
  }

  /** With two retries and all the time there is. */
  static TestService start() {
    return start(limits(2, Duration.ofSeconds(5), Duration.ofSeconds(30)));
  }

  static TestService start(TaskLimits limits) {
    return new TestService(new Loops(2), limits);
  }

  /** On loops of another make. */
  static TestService start(Loops loops, TaskLimits limits) {
    return new TestService(loops, limits);
  }

  int port() {
    return port;
  }

  /** The only droplet there is. */
  TestService knows(String name, BaseUrl url) {
    directory.list(name, url);
    return this;
  }

  TestService knows(Map<String, BaseUrl> droplets) {
    directory.list(droplets);
    return this;
  }

  Answer get(String target) {
    return RawClient.ask(port, "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  Answer delete(String target) {
    return RawClient.ask(port, "DELETE " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  Answer post(String target, byte[] body, String... headers) {
    try (RawClient client = RawClient.connect(port)) {
      return post(client, target, body, headers);
    }
  }

  Answer post(String target, String body, String... headers) {
    return post(target, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** On a connection that the test has opened. */
  static Answer post(RawClient client, String target, byte[] body, String... headers) {
    StringBuilder head =
        new StringBuilder("POST ").append(target).append(" HTTP/1.1\r\nHost: x\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    client.send(head.toString());
    return client.send(body).answer();
  }

  /** Submits a task. */
  Answer submitTo(String droplet, String method, String path) {
    return post(
        "/tasks",
        "{\"droplet_name\":\""
            + droplet
            + "\",\"method\":\""
            + method
            + "\",\"path\":\""
            + path
            + "\"}");
  }

  /** Submits a task for the droplet "thing". */
  Answer submit(String method, String path) {
    return submitTo("thing", method, path);
  }

  /** Submits a task for the droplet "thing" that sends this JSON. */
  Answer submit(String method, String path, String payload) {
    return post(
        "/tasks",
        "{\"droplet_name\":\"thing\",\"method\":\""
            + method
            + "\",\"path\":\""
            + path
            + "\",\"payload\":"
            + payload
            + "}");
  }

  /** The record of a task. */
  Task record(String id) {
    return store.find(new TaskId(id)).orElseThrow();
  }

  @Override
  public void close() {
    RawClient.stopListening(port);
    replays.close();
    server.close();
    opened.close();
    loops.close();
  }
}
