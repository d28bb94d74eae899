package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.auth.BearerDoorkeeper;
import ai.fullpotential.orchestrator.config.Settings;
import ai.fullpotential.orchestrator.metrics.Metrics;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.RouteTable;
import ai.fullpotential.orchestrator.net.Serving;
import ai.fullpotential.orchestrator.store.OpenStore;
import ai.fullpotential.orchestrator.store.StoreInUse;
import ai.fullpotential.orchestrator.telemetry.Telemetry;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. Starting listens first, so that the ports are known, then builds what serves,
 * then begins to look for droplets. Stopping takes no further task, lets running ones end, and then
 * takes everything down.
 */
public final class Application implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Application.class);

  private final Settings settings;
  private final Loops loops;
  private final Listening listening;
  private final Mesh mesh;
  private final Tasks tasks;
  private final Events events;
  private final Schedules schedules;
  private final Telemetry telemetry;
  private final RouteTable routes;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Application(
      Settings settings,
      Loops loops,
      Listening listening,
      Mesh mesh,
      Tasks tasks,
      Events events,
      Schedules schedules,
      Telemetry telemetry,
      RouteTable routes) {
    this.settings = settings;
    this.loops = loops;
    this.listening = listening;
    this.mesh = mesh;
    this.tasks = tasks;
    this.events = events;
    this.schedules = schedules;
    this.telemetry = telemetry;
    this.routes = routes;
  }

  /**
   * Starts the service.
   *
   * @throws CannotStart when a port is taken or the store is in use
   */
  public static Application start(Settings configured, Observers observers) throws CannotStart {
    SystemTime time = new SystemTime();
    Measures measures = new Measures(time);
    Loops loops = new Loops(Runtime.getRuntime().availableProcessors());
    try {
      Listening listening =
          new Listening(
              loops,
              configured,
              time,
              observers.requestsAnd(measures.requests()),
              observers.registryRequests());
      Settings settings = listening.start(configured);
      HttpCaller http = new HttpCaller(loops, settings.outbound());
      String node = NodeNames.random();
      OpenStore store = open(settings, time);
      Events events =
          new Events(node, settings.eventHistory(), store.channel().orElse(null), loops, time);
      Mesh mesh = new Mesh(settings, http, loops, events.mesh, time);
      Telemetry telemetry =
          Telemetry.of(settings.telemetry(), node, measures.process().lastRestart());
      Tasks tasks =
          new Tasks(
              settings,
              store,
              mesh,
              http,
              loops,
              observers.andTasks(events.tasks, telemetry.tasks()),
              measures,
              node,
              time,
              events.mesh::breaker);
      Schedules schedules = new Schedules(tasks, mesh, loops, time);

      Metrics metrics = measures.metrics(settings.version(), mesh, tasks);
      Droplets droplets = new Droplets(mesh, store, tasks, metrics, loops, time);
      listening.tellOfChanges(mesh.sync::apply);
      RouteTable routes =
          Api.routes(settings, mesh, droplets, tasks, schedules, events, measures, metrics, time);
      events.start();
      tasks.start();
      schedules.start();
      listening.serve(
          new Serving(
              routes,
              BearerDoorkeeper.of(settings.auth(), settings.outbound(), loops, time),
              observers.audit()));
      mesh.start();
      droplets.start();
      telemetry.send(metrics::snapshots);
      tellStarted(settings);
      return new Application(
          settings, loops, listening, mesh, tasks, events, schedules, telemetry, routes);
    } catch (CannotStart | RuntimeException e) {
      loops.close(); // and with them every port that listens
      throw e;
    }
  }

  private static OpenStore open(Settings settings, SystemTime time) throws CannotStart {
    try {
      return OpenStore.of(settings.store(), time);
    } catch (FileSystemException e) {
      throw new CannotStart(
          "cannot keep tasks in "
              + e.getFile()
              + " ("
              + e.getClass().getSimpleName()
              + "); set DATA_DIR to a directory that can be made and written",
          e);
    } catch (StoreInUse | IOException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  /** Where it listens. */
  public int port() {
    return settings.server().port();
  }

  /** Everything it answers, each as a method and a path's template. */
  public List<String> routes() {
    return routes.routes().stream().map(route -> route.method() + " " + route.template()).toList();
  }

  /** The same, each with who may use it. */
  RouteTable table() {
    return routes;
  }

  /** The Registry in use. */
  public BaseUrl registryUrl() {
    return settings.registry().url();
  }

  /**
   * Stops: no further task is taken, running ones may end within the grace, and what is left then is
   * cut.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    log.atInfo().addKeyValue("tasks_under_way", tasks.dispatcher.underWay()).log("stopping");
    schedules.close();
    try {
      tasks.drain(settings.shutdownGrace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List.<Runnable>of(
            mesh::close,
            listening::close,
            tasks::close,
            events::close,
            telemetry::close,
            loops::close)
        .forEach(Application::takeDown);
    log.info("stopped");
  }

  /** What cannot be taken down must not keep the rest standing. */
  private static void takeDown(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException bug) {
      log.atError().setCause(bug).log("a part of the service did not stop in order");
    }
  }

  private static void tellStarted(Settings settings) {
    log.atInfo()
        .addKeyValue("version", settings.version())
        .addKeyValue("port", settings.server().port())
        .addKeyValue("registry", settings.registry().url())
        .addKeyValue("embedded", settings.embedded().isPresent())
        .log("serving");
  }
}
