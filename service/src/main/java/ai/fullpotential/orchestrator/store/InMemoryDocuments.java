package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Documents;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Documents in this process's memory, gone when it ends. */
public final class InMemoryDocuments implements Documents {

  private final ConcurrentSkipListMap<String, Document> byName = new ConcurrentSkipListMap<>();

  @Override
  public boolean create(String kind, String id, JsonText body) {
    return byName.putIfAbsent(name(kind, id), new Document(kind, id, 1, body)) == null;
  }

  @Override
  public boolean replace(String kind, String id, long version, JsonText body) {
    Document before = byName.get(name(kind, id));
    return before != null
        && before.version() == version
        && byName.replace(name(kind, id), before, new Document(kind, id, version + 1, body));
  }

  @Override
  public boolean delete(String kind, String id) {
    return byName.remove(name(kind, id)) != null;
  }

  @Override
  public Optional<Document> find(String kind, String id) {
    return Optional.ofNullable(byName.get(name(kind, id)));
  }

  @Override
  public List<Document> all(String kind) {
    return byName.values().stream().filter(document -> document.kind().equals(kind)).toList();
  }

  private static String name(String kind, String id) {
    return kind + '\u0000' + id;
  }
}
