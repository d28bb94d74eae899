package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import java.util.List;
import java.util.Optional;

/** One node's way to the documents, which a test may cut, or hold up before a write. */
final class ScriptedDocuments implements Documents {

  private final Documents shared;
  private boolean away;
  private boolean readOnly;
  private Runnable beforeReplace = () -> {};

  ScriptedDocuments(Documents shared) {
    this.shared = shared;
  }

  /** Nothing can be read or written any more. */
  void goAway() {
    away = true;
  }

  /** Everything can be read and nothing written any more. */
  void refuseWrites() {
    readOnly = true;
  }

  void comeBack() {
    away = false;
    readOnly = false;
  }

  /** Does this once, just before the next version of a document is written. */
  void beforeNextReplace(Runnable action) {
    beforeReplace = action;
  }

  @Override
  public boolean create(String kind, String id, JsonText body) {
    reach(true);
    return shared.create(kind, id, body);
  }

  @Override
  public boolean replace(String kind, String id, long version, JsonText body) {
    Runnable action = beforeReplace;
    beforeReplace = () -> {};
    action.run();
    reach(true);
    return shared.replace(kind, id, version, body);
  }

  @Override
  public boolean delete(String kind, String id) {
    reach(true);
    return shared.delete(kind, id);
  }

  @Override
  public Optional<Document> find(String kind, String id) {
    reach(false);
    return shared.find(kind, id);
  }

  @Override
  public List<Document> all(String kind) {
    reach(false);
    return shared.all(kind);
  }

  private void reach(boolean toWrite) {
    if (away || (toWrite && readOnly)) {
      throw new StoreUnavailable("the disk went away", new IllegalStateException());
    }
  }
}
