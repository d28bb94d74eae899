package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.api.DropletResource;
import ai.fullpotential.orchestrator.api.FrontPage;
import ai.fullpotential.orchestrator.api.MessageResource;
import ai.fullpotential.orchestrator.api.ServiceResource;
import ai.fullpotential.orchestrator.api.TaskResource;
import ai.fullpotential.orchestrator.config.Settings;
import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.dispatch.Parts;
import ai.fullpotential.orchestrator.dispatch.ReachabilityFeed;
import ai.fullpotential.orchestrator.invoke.HttpDropletCaller;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.net.RouteTable;
import ai.fullpotential.orchestrator.store.InMemoryTaskStore;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.SystemTime;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. Starting listens first, so that the ports are known, then builds what serves,
 * then begins to look for droplets. Stopping takes no further task, lets running ones end, and then
 * takes everything down.
 */
public final class Application implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Application.class);

  /** Every path is known at the root and under this prefix (contract A). */
  private static final String PREFIX = "/orchestrator";

  private final Settings settings;
  private final Loops loops;
  private final Listening listening;
  private final Mesh mesh;
  private final Dispatcher dispatcher;

  private Application(
      Settings settings, Loops loops, Listening listening, Mesh mesh, Dispatcher dispatcher) {
    this.settings = settings;
    this.loops = loops;
    this.listening = listening;
    this.mesh = mesh;
    this.dispatcher = dispatcher;
  }

  /**
   * Starts the service.
   *
   * @throws CannotListen when a port is taken
   */
  public static Application start(Settings configured, Observers observers) throws CannotListen {
    SystemTime time = new SystemTime();
    Loops loops = new Loops(Runtime.getRuntime().availableProcessors());
    Listening listening =
        new Listening(loops, configured, time, observers.requests(), observers.registryRequests());
    try {
      Settings settings = listening.start(configured);
      return build(settings, loops, listening, time, observers);
    } catch (CannotListen | RuntimeException e) {
      loops.close();
      throw e;
    }
  }

  private static Application build(
      Settings settings, Loops loops, Listening listening, SystemTime time, Observers observers) {
    HttpCaller http = new HttpCaller(loops);
    Mesh mesh = new Mesh(settings.registry(), http, time);
    TaskStore store = new InMemoryTaskStore(settings.history(), time);
    TaskListener listener = observers.tasksAnd(new ReachabilityFeed(mesh.reachability));
    HttpDropletCaller caller =
        new HttpDropletCaller(http, settings.responseMaxBytes(), settings.version());
    NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();
    Dispatcher dispatcher =
        new Dispatcher(
            new Parts(store, mesh.directory, caller, listener, time),
            mesh.sync::refreshForUnknown,
            () -> new TaskId(ids.generate().toString()),
            settings.dispatch().maxConcurrent());

    TaskLimits limits = settings.dispatch().limits();
    ServiceResource.Identity identity =
        new ServiceResource.Identity(
            settings.registry().dropletId(),
            settings.version(),
            settings.registry().url().toString(),
            time.nanos());
    List<Route> routes =
        Stream.of(
                new TaskResource(dispatcher, store, limits).routes(),
                new DropletResource(mesh.directory, mesh.reachability, mesh.sync).routes(),
                new ServiceResource(
                        identity, mesh.directory, mesh.registration::registered, dispatcher, store, time)
                    .routes(),
                new MessageResource(dispatcher, limits, identity.dropletId(), time).routes(),
                new FrontPage(settings.version()).routes())
            .flatMap(List::stream)
            .toList();

    listening.tellOfChanges(mesh.sync::apply);
    listening.serve(new RouteTable(PREFIX, routes));
    mesh.start();
    Application application = new Application(settings, loops, listening, mesh, dispatcher);
    application.tellStarted();
    return application;
  }

  /** The settings, with the ports that had been left open. */
  public Settings settings() {
    return settings;
  }

  /**
   * Stops: no further task is taken, running ones may end within the grace, and what is left then is
   * cut.
   */
  @Override
  public void close() {
    log.atInfo().addKeyValue("tasks_under_way", dispatcher.underWay()).log("stopping");
    drain(settings.shutdownGrace());
    mesh.close();
    listening.close();
    loops.close();
    log.info("stopped");
  }

  private void drain(Duration grace) {
    try {
      dispatcher.drain(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellStarted() {
    log.atInfo()
        .addKeyValue("version", settings.version())
        .addKeyValue("port", settings.server().port())
        .addKeyValue("registry", settings.registry().url())
        .addKeyValue("embedded", settings.embedded().isPresent())
        .log("serving");
  }
}
