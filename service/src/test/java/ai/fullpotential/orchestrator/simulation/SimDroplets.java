package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.invoke.DropletCall;
import ai.fullpotential.orchestrator.invoke.DropletCaller;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.simulation.Rows.Row;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.task.AttemptResult.Answered;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The droplets and the network before them. Each call is held, at the moment its socket opens, against
 * what the store has recorded by then.
 */
final class SimDroplets {

  static final Map<String, BaseUrl> ALL =
      Map.of(
          "alpha", new BaseUrl(false, "alpha", 8001, ""),
          "beta", new BaseUrl(false, "beta", 8002, "/base"));

  private final World world;
  private final Rows rows;
  private final Set<String> down = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<TaskId, OpenCall> open = new HashMap<>();
  private boolean faultless;

  private static final class OpenCall {
    private final Machine by;
    private final long since;
    private boolean over;

    OpenCall(Machine by, long since) {
      this.by = by;
      this.since = since;
    }
  }

  SimDroplets(World world, Rows rows) {
    this.world = world;
    this.rows = rows;
  }

  void down(String name) {
    down.add(name);
  }

  void up(String name) {
    down.remove(name);
  }

  /** From now on every call is answered well. */
  void behave() {
    down.clear();
    faultless = true;
  }

  /** The network as this machine sees it. */
  DropletCaller from(Machine machine) {
    return (call, loop, done) -> call(machine, call, loop, done);
  }

  private DropletCaller.Call call(
      Machine machine, DropletCall call, Loop loop, Consumer<AttemptResult> done) {
    opened(machine, call.task());
    OpenCall now = new OpenCall(machine, world.nanos());
    open.put(call.task().id(), now);
    Duration span = world.upTo(Duration.ofMillis(900));
    AttemptResult result = result(call.droplet().host());
    if (result instanceof AttemptResult.TimedOut || span.compareTo(call.timeout()) >= 0) {
      span = call.timeout();
      result = new AttemptResult.TimedOut("no whole answer");
    }
    AttemptResult told = result;
    world.after(
        span,
        machine,
        () ->
            loop.execute(
                () -> {
                  if (!now.over) {
                    now.over = true;
                    world.note(machine.name + ": " + call.task().id() + " got " + told);
                    done.accept(told);
                  }
                }));
    return () -> now.over = true;
  }

  private void opened(Machine machine, Task task) {
    int number = task.attempts().size();
    if (world.trace != null) {
      world.note(machine.name + ": calls for " + WatchedStore.text(task));
    }
    Row row = rows.find(task.id());
    if (row == null || row.task.attempts().size() < number) {
      world.violation("I3: attempt " + number + " of " + task.id() + " is not on record");
    } else if (row.isFinal()) {
      world.violation("I2: attempt " + number + " after the end of " + WatchedStore.text(row.task));
    }
    if (!seen.add(task.id() + "#" + number)) {
      world.violation("I3: attempt " + number + " of " + task.id() + " was made twice");
    }
    if (!world.instant().isBefore(task.deadline())) {
      world.violation("called after its deadline: " + WatchedStore.text(task));
    }
    OpenCall other = open.get(task.id());
    if (other != null && !other.over && !other.by.wasTroubled(other.since, world.nanos())) {
      world.violation("I6: two calls at once for " + task.id() + ", the other of " + other.by.name);
    }
  }

  private AttemptResult result(String droplet) {
    if (down.contains(droplet)) {
      return new AttemptResult.Refused("connection refused");
    }
    int luck = faultless ? 0 : world.random.nextInt(100);
    if (luck < 78) {
      return new Answered(200, Json.string("done"), null);
    } else if (luck < 84) {
      return new Answered(503, Json.string("busy"), null);
    } else if (luck < 88) {
      return new Answered(404, null, null);
    } else if (luck < 92) {
      return new AttemptResult.TimedOut("silent");
    } else if (luck < 96) {
      return new AttemptResult.Broken("connection reset");
    }
    return new AttemptResult.Unresolved("no such host");
  }
}
