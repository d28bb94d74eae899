package ai.fullpotential.orchestrator.task;

import ai.fullpotential.orchestrator.json.JsonText;
import java.util.List;
import java.util.Optional;

/** One node's way to the documents, which a test may cut, or hold up before a write. */
public final class ScriptedDocuments implements Documents {

  private final Documents shared;
  private volatile boolean away;
  private volatile boolean readOnly;
  private volatile Runnable beforeReplace = () -> {};

  /** A way to these. */
  public ScriptedDocuments(Documents shared) {
    this.shared = shared;
  }

  /** Nothing can be read or written any more. */
  public void goAway() {
    away = true;
  }

  /** Everything can be read and nothing written any more. */
  public void refuseWrites() {
    readOnly = true;
  }

  /** All can be read and written again. */
  public void comeBack() {
    away = false;
    readOnly = false;
  }

  /** Does this once, just before the next version of a document is written. */
  public void beforeNextReplace(Runnable action) {
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
