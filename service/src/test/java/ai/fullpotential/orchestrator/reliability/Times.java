package ai.fullpotential.orchestrator.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long something took each time. */
final class Times {

  private final List<Duration> all = new ArrayList<>();

  void add(Duration time) {
    all.add(time);
  }

  int count() {
    return all.size();
  }

  /** What so many percent of them did not exceed. */
  Duration percentile(double percent) {
    List<Duration> sorted = new ArrayList<>(all);
    Collections.sort(sorted);
    int place = (int) Math.ceil(sorted.size() * percent / 100) - 1;
    return sorted.get(Math.clamp(place, 0, sorted.size() - 1));
  }
}
