package ai.fullpotential.orchestrator.schedule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds a time zone by its name, or names that are near. */
final class ZoneNames {

  private static final int MAX_LENGTH = 64;
  private static final int NEAR = 3;
  private static final int MAX_SUGGESTIONS = 3;

  private record Candidate(String name, int distance) {}

  private ZoneNames() {}

  /** The zone, or empty after telling the fault. */
  static Optional<ZoneId> find(String name, Consumer<String> fault) {
    if (name.length() > MAX_LENGTH) {
      fault.accept("must have at most " + MAX_LENGTH + " characters, it has " + name.length());
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException unknown) {
      fault.accept("'" + name + "' is not known; " + advice(name));
      return Optional.empty();
    }
  }

  private static String advice(String name) {
    List<String> near = near(name.strip().replace(' ', '_').toLowerCase(Locale.ROOT));
    return near.isEmpty()
        ? "names are those of the IANA database, such as Europe/Berlin or UTC"
        : "did you mean " + String.join(" or ", near) + "?";
  }

  private static List<String> near(String name) {
    return ZoneId.getAvailableZoneIds().stream()
        .map(known -> new Candidate(known, distance(name, known.toLowerCase(Locale.ROOT))))
        .filter(candidate -> candidate.distance() <= NEAR)
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(MAX_SUGGESTIONS)
        .map(Candidate::name)
        .toList();
  }

  /** To the whole name, or to the city alone. */
  private static int distance(String name, String known) {
    String city = known.substring(known.lastIndexOf('/') + 1);
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    // Three other letters make any short name a near one.
    int allowance = Math.min(NEAR, name.length() / 3);
    int best = Math.min(distance.apply(name, known), distance.apply(name, city));
    return best <= allowance ? best : Integer.MAX_VALUE;
  }
}
