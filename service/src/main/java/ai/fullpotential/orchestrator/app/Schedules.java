package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.api.KnownDroplets;
import ai.fullpotential.orchestrator.api.ScheduleResource;
import ai.fullpotential.orchestrator.api.ScheduledTask;
import ai.fullpotential.orchestrator.api.TaskDefaults;
import ai.fullpotential.orchestrator.firing.ScheduleBook;
import ai.fullpotential.orchestrator.firing.ScheduleKeeper;
import ai.fullpotential.orchestrator.firing.TaskMaker;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.util.List;

/** All that keeps schedules: what there are, their resource, and what fires them. */
final class Schedules implements AutoCloseable {

  private final ScheduleKeeper keeper;
  private final ScheduleResource resource;

  Schedules(Tasks tasks, Mesh mesh, Loops loops, SystemTime time) {
    TaskDefaults defaults = tasks.defaults;
    ScheduleBook book = new ScheduleBook(tasks.documents, at -> tasks.ids.apply(at).value());
    TaskMaker maker =
        new TaskMaker(
            tasks.store,
            tasks.ids,
            new ScheduledTask(defaults, mesh.directory),
            tasks.listener,
            time);
    keeper = new ScheduleKeeper(book, maker, loops.next(), loops.blocking(), time);
    resource =
        new ScheduleResource(
            new ScheduleResource.Keeping(book, maker, keeper::look, tasks.dispatcher::isDraining),
            new KnownDroplets(mesh.directory, mesh.sync::refreshForUnknown),
            defaults,
            time);
  }

  List<Route> routes() {
    return resource.routes();
  }

  void start() {
    keeper.start();
  }

  /** From now on other nodes fire, or this one when it is back. */
  @Override
  public void close() {
    keeper.close();
  }
}
