package ai.fullpotential.orchestrator.simulation;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs one seed after another until one breaks a rule, and adds up what the faults did. */
final class Seeds {

  private final Flaw flaw;
  private long faultsPlanned;
  private long faultsFired;
  private long tasks;
  private long succeeded;

  Seeds(Flaw flaw) {
    this.flaw = flaw;
  }

  /** The first seed that breaks a rule, if one does. */
  OptionalLong firstFailing(long from, long to) {
    for (long seed = from; seed < to; seed++) {
      Simulation.Result result = Simulation.of(seed, flaw, false);
      faultsPlanned += result.faultsPlanned();
      faultsFired += result.faultsFired();
      tasks += result.tasks();
      succeeded += result.succeeded();
      if (!result.violations().isEmpty()) {
        return OptionalLong.of(seed);
      }
    }
    return OptionalLong.empty();
  }

  /** What a run that fails must show: what was broken, and all that led to it. */
  static String story(long seed, Flaw flaw) {
    Simulation.Result result = Simulation.of(seed, flaw, true);
    return "seed "
        + seed
        + " (again with -Dseed="
        + seed
        + "): "
        + result.violations()
        + "\n"
        + String.join("\n", result.trace());
  }

  /** What makes the run prove nothing, if anything does. */
  Optional<String> provesNothing() {
    @Nullable String why =
        faultsFired < 0.95 * faultsPlanned
            ? "only " + faultsFired + " of " + faultsPlanned + " faults came to pass"
            : succeeded < 0.5 * tasks
                ? "only " + succeeded + " of " + tasks + " tasks succeeded"
                : null;
    return Optional.ofNullable(why);
  }
}
