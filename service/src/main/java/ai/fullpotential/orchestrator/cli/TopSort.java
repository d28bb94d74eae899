package ai.fullpotential.orchestrator.cli;

import java.util.Comparator;

/** In which order the droplets stand. Ties stand by name. */
enum TopSort {
  FAILED("failed", Comparator.comparingLong(DropletFigures::failed).reversed()),
  TASKS("tasks", Comparator.comparingLong(DropletFigures::tasks).reversed()),
  RETRIES("retries", Comparator.comparingLong(DropletFigures::retries).reversed()),
  SLOWEST("p95", Comparator.comparingLong(DropletFigures::p95).reversed()),
  NAME("name", Comparator.comparing(DropletFigures::name));

  private final String shown;
  private final Comparator<DropletFigures> order;

  TopSort(String shown, Comparator<DropletFigures> order) {
    this.shown = shown;
    this.order = order;
  }

  String shown() {
    return shown;
  }

  Comparator<DropletFigures> order() {
    return order.thenComparing(DropletFigures::name);
  }

  TopSort next(int steps) {
    return values()[Math.floorMod(ordinal() + steps, values().length)];
  }
}
