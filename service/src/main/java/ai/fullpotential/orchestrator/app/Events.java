package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.api.EventResource;
import ai.fullpotential.orchestrator.event.Channel;
import ai.fullpotential.orchestrator.event.EventLog;
import ai.fullpotential.orchestrator.event.MeshEvents;
import ai.fullpotential.orchestrator.event.PolicyEvents;
import ai.fullpotential.orchestrator.event.Relay;
import ai.fullpotential.orchestrator.event.TaskEvents;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All that tells what happens, here and on the other nodes. */
final class Events implements AutoCloseable {

  final TaskListener tasks;
  final MeshEvents mesh;
  final PolicyEvents policies;
  private final EventResource resource;
  private final @Nullable Channel channel;
  private final @Nullable Relay relay;

  /**
   * Events of this node.
   *
   * @param channel the way to the other nodes, or null when there can be none
   */
  Events(String node, int kept, @Nullable Channel channel, Loops loops, SystemTime time) {
    EventLog log = new EventLog(node, kept, time);
    AtomicInteger readers = new AtomicInteger();
    this.channel = channel;
    relay = channel == null ? null : new Relay(log, channel, loops.next(), time, readers::get);
    tasks = new TaskEvents(log, time);
    mesh = new MeshEvents(log, time);
    policies = new PolicyEvents(log, time);
    resource = new EventResource(log, time, readers, relay == null ? () -> {} : relay::wish);
  }

  List<Route> routes() {
    return resource.routes();
  }

  void start() {
    if (relay != null) {
      relay.start();
    }
  }

  @Override
  public void close() {
    if (relay != null) {
      relay.close();
    }
    if (channel != null) {
      channel.close();
    }
  }
}
