package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.api.FrontPage;
import ai.fullpotential.orchestrator.api.KnownDroplets;
import ai.fullpotential.orchestrator.api.MessageResource;
import ai.fullpotential.orchestrator.api.MetricsResource;
import ai.fullpotential.orchestrator.api.PolicyResource;
import ai.fullpotential.orchestrator.api.ReadyResource;
import ai.fullpotential.orchestrator.api.ReplayResource;
import ai.fullpotential.orchestrator.api.ServiceResource;
import ai.fullpotential.orchestrator.api.TaskBatch;
import ai.fullpotential.orchestrator.api.TaskDefaults;
import ai.fullpotential.orchestrator.api.TaskResource;
import ai.fullpotential.orchestrator.api.TaskSteering;
import ai.fullpotential.orchestrator.api.WhoResource;
import ai.fullpotential.orchestrator.config.Settings;
import ai.fullpotential.orchestrator.console.Console;
import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.metrics.Metrics;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.net.RouteTable;
import ai.fullpotential.orchestrator.openapi.DocumentResource;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.util.List;
import java.util.stream.Stream;

/** Every resource with its routes. */
final class Api {

  /** Every path is known at the root and under this prefix (contract A). */
  private static final String PREFIX = "/orchestrator";

  private Api() {}

  static RouteTable routes(
      Settings settings,
      Mesh mesh,
      Droplets droplets,
      Tasks tasks,
      Schedules schedules,
      Events events,
      Measures measures,
      Metrics metrics,
      SystemTime time) {
    TaskDefaults defaults = tasks.defaults;
    Dispatcher dispatcher = tasks.dispatcher;
    TaskStore store = tasks.store;
    ServiceResource.Identity identity =
        new ServiceResource.Identity(
            settings.registry().dropletId(),
            settings.version(),
            settings.registry().url().toString(),
            time.nanos());
    ServiceResource service =
        new ServiceResource(
            identity, mesh.directory, mesh.registration::registered, dispatcher, store, time);
    MetricsResource figures =
        new MetricsResource(metrics, measures.requests(), measures.process(), service::status);
    return new RouteTable(
        PREFIX,
        Stream.<List<Route>>of(
                service.routes(),
                new ReadyResource(dispatcher, store, tasks.lease, mesh.directory).routes(),
                droplets.routes(),
                new TaskResource(dispatcher, store, tasks.ends, defaults, time).routes(),
                new TaskBatch(dispatcher, tasks.ends, defaults, time).routes(),
                new TaskSteering(tasks.steering, dispatcher, store, tasks.ends, defaults).routes(),
                new ReplayResource(tasks.replays, tasks.ids, time).routes(),
                schedules.routes(),
                policies(settings, mesh, tasks, events).routes(),
                events.routes(),
                figures.routes(),
                new MessageResource(dispatcher, defaults, identity.dropletId(), time).routes(),
                new WhoResource().routes(),
                new FrontPage(settings.version()).routes(),
                new Console().routes(),
                new DocumentResource(settings.version()).routes())
            .flatMap(List::stream)
            .toList());
  }

  private static PolicyResource policies(Settings settings, Mesh mesh, Tasks tasks, Events events) {
    return new PolicyResource(
        new PolicyResource.Standing(
            tasks.policies,
            new KnownDroplets(mesh.directory, mesh.sync::refreshForUnknown),
            tasks.gates),
        settings.dispatch().limits().retry(),
        events.policies);
  }
}
