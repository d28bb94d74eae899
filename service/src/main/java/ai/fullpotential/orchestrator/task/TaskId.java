package ai.fullpotential.orchestrator.task;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A task's name: a UUID in its canonical text. Ids made later sort after those made before (UUID
 * version 7, RFC 9562), which keeps a store's index compact.
 *
 * @param value 36 characters, lower case
 */
public record TaskId(String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** The id that a text is, if it is one. */
  public static Optional<TaskId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TaskId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
