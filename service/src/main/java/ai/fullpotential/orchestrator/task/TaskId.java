package ai.fullpotential.orchestrator.task;

/**
 * A task's name: a UUID in its canonical text. Ids made later sort after those made before (UUID
 * version 7, RFC 9562), which keeps a store's index compact.
 *
 * @param value 36 characters, lower case
 */
public record TaskId(String value) {

  @Override
  public String toString() {
    return value;
  }
}
