package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;

/** An event loop of a machine: what is handed over keeps its order, and comes a little later. */
final class SimLoop implements Loop {

  private static final Duration HANDING_OVER = Duration.ofMillis(2);

  private final World world;
  private final Machine machine;
  private final double haste;
  private long last;

  /**
   * A loop.
   *
   * @param haste 1; less makes its timers early, which is a fault
   */
  SimLoop(World world, Machine machine, double haste) {
    this.world = world;
    this.machine = machine;
    this.haste = haste;
  }

  @Override
  public void execute(Runnable action) {
    if (world.current() == this) {
      action.run();
    } else {
      last = Math.max(last + 1, world.nanos() + world.upTo(HANDING_OVER).toNanos());
      world.schedule(last, machine, this, action);
    }
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    boolean[] cancelled = new boolean[1];
    long wait = Math.round(Math.max(0, delay.toNanos()) * haste);
    world.schedule(
        world.nanos() + wait,
        machine,
        this,
        () -> {
          if (!cancelled[0]) {
            action.run();
          }
        });
    return () -> cancelled[0] = true;
  }
}
