package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.registry.Snapshot;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A droplet as this Registry lists it.
 *
 * @param key its id as text: 7 and "7" are one id
 * @param name as it was given; names are one whatever the case of their letters
 * @param createdAt epoch seconds as JSON
 * @param json the whole entry
 */
record Entry(String key, String name, JsonText createdAt, JsonText json) {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  /** Numbers by their value, then all other ids by their letters. */
  static final Comparator<String> BY_ID =
      Comparator.<String>comparingLong(
              key -> NUMBER.matcher(key).matches() ? Long.parseLong(key) : Long.MAX_VALUE)
          .thenComparing(Comparator.naturalOrder());

  boolean isNamed(String other) {
    return Snapshot.key(name).equals(Snapshot.key(other));
  }
}
