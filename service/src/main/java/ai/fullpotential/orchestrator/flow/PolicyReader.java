package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.task.Documents.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads documents, each once for as long as it stays as it is. Safe for any thread. */
final class PolicyReader {

  private static final Logger log = LoggerFactory.getLogger(PolicyReader.class);

  private final Map<String, Read> known = new HashMap<>();

  /** What a document was read as; null when it cannot be read. */
  private record Read(Document document, @Nullable StoredPolicy policy) {}

  /** All there are; what cannot be read is told of once and passed over. */
  synchronized PolicySnapshot read(List<Document> all) {
    Set<String> ids = all.stream().map(Document::id).collect(Collectors.toSet());
    known.keySet().retainAll(ids);
    return PolicySnapshot.of(all.stream().map(this::read).flatMap(Optional::stream).toList());
  }

  synchronized Optional<StoredPolicy> read(Document document) {
    Read read = known.get(document.id());
    if (read == null || !read.document().equals(document)) {
      read = new Read(document, parse(document));
      known.put(document.id(), read);
    }
    return Optional.ofNullable(read.policy());
  }

  private static @Nullable StoredPolicy parse(Document document) {
    try {
      return PolicyJson.read(document.body());
    } catch (RuntimeException unreadable) {
      log.atWarn()
          .addKeyValue("policy", document.id())
          .addKeyValue("reason", unreadable.getMessage())
          .log("a policy cannot be read and does not hold");
      return null;
    }
  }
}
