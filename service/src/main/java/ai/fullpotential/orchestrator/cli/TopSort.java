package ai.fullpotential.orchestrator.cli;

import java.util.Comparator;
import java.util.List;

/** In which order the droplets stand. Ties stand by name. */
enum TopSort {
  FAILED("failed"),
  TASKS("tasks"),
  RETRIES("retries"),
  SLOWEST("p95"),
  NAME("name");

  private static final List<TopSort> ALL = List.of(values());

  private final String shown;

  TopSort(String shown) {
    this.shown = shown;
  }

  String shown() {
    return shown;
  }

  Comparator<DropletFigures> order() {
    Comparator<DropletFigures> byName = Comparator.comparing(DropletFigures::name);
    return switch (this) {
      case FAILED -> largest(Comparator.comparingLong(DropletFigures::failed), byName);
      case TASKS -> largest(Comparator.comparingLong(DropletFigures::tasks), byName);
      case RETRIES -> largest(Comparator.comparingLong(DropletFigures::retries), byName);
      case SLOWEST -> largest(Comparator.comparingLong(DropletFigures::p95), byName);
      case NAME -> byName;
    };
  }

  private static Comparator<DropletFigures> largest(
      Comparator<DropletFigures> by, Comparator<DropletFigures> then) {
    return by.reversed().thenComparing(then);
  }

  TopSort next(int steps) {
    return ALL.get(Math.floorMod(ALL.indexOf(this) + steps, ALL.size()));
  }
}
