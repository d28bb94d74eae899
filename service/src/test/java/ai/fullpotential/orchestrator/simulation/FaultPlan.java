package ai.fullpotential.orchestrator.simulation;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The faults of one history, drawn before it begins, and how many of them came to pass. */
final class FaultPlan {

  private final World world;
  private final Duration end;
  private int planned;
  private int fired;

  FaultPlan(World world, Duration end) {
    this.world = world;
    this.end = end;
  }

  /** Plans up to so many of a kind, at any time before the end. */
  void upTo(int most, BooleanSupplier fault) {
    int count = world.random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      planned++;
      world.after(
          world.between(Duration.ofMillis(200), end),
          () -> {
            if (fault.getAsBoolean()) {
              fired++;
            }
          });
    }
  }

  int planned() {
    return planned;
  }

  int fired() {
    return fired;
  }
}
