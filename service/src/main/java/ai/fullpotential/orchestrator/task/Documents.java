package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import java.util.List;
import java.util.Optional;

/**
 * Small named documents that all nodes share: schedules, mass replays, joins. Each has a version, and
 * a write names the version it is based on, so that of two writers at once one learns of the other.
 * Safe for any thread; every method may block, and throws {@link StoreUnavailable}.
 */
public interface Documents {

  /** A document; version 1 is the first. */
  record Document(String kind, String id, long version, JsonText body) {}

  /** Writes the first version; false when there is one already. */
  boolean create(String kind, String id, JsonText body);

  /** Writes the next version; false when that one is not the newest any more, or there is none. */
  boolean replace(String kind, String id, long version, JsonText body);

  /** Deletes it whatever its version; false when there is none. */
  boolean delete(String kind, String id);

  /** The newest version. */
  Optional<Document> find(String kind, String id);

  /** All of a kind, by id. */
  List<Document> all(String kind);
}
