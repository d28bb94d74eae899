package ai.fullpotential.orchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run came to: figures for one line, and all that was wrong. */
final class Figures {

  private static final double FAULTS_AT_LEAST = 0.95;
  private static final double SUCCESSES_AT_LEAST = 0.5;

  private final String name;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();

  Figures(String name) {
    this.name = name;
  }

  Figures put(String key, Object value) {
    values.put(key, value instanceof Duration time ? time.toMillis() + "ms" : value);
    return this;
  }

  void wrong(List<String> violations) {
    wrong.addAll(violations);
  }

  /** Something that must hold in this run. */
  Figures expect(String what, boolean holds) {
    if (!holds) {
      wrong.add(what);
    }
    return this;
  }

  /** A run whose faults did not come proves nothing. */
  Figures faults(int planned, int fired) {
    put("faults", fired + "/" + planned);
    return expect("too few faults fired", fired >= planned * FAULTS_AT_LEAST);
  }

  /** Nor does one in which everything failed. */
  Figures successes(long tasks, long succeeded) {
    put("tasks", tasks).put("succeeded", succeeded);
    return expect("too few tasks succeeded", tasks > 0 && succeeded >= tasks * SUCCESSES_AT_LEAST);
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Prints the line, and fails when something was wrong. */
  void conclude() {
    StringBuilder line = new StringBuilder(name);
    values.forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
    System.out.println(line.append(" violations=").append(wrong.size()));
    assertThat(wrong).as(line.toString()).isEmpty();
  }
}
