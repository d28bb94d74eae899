package ai.fullpotential.orchestrator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The paths of the description, and which of them a request is for. */
final class Paths {

  static final String PREFIX = "/orchestrator";

  private final List<String> templates;

  Paths(Collection<String> templates) {
    this.templates =
        templates.stream()
            .distinct()
            .sorted(Comparator.comparing(one -> one.contains("{")))
            .toList();
  }

  /** Those of a document. */
  static Paths of(JsonNode document) {
    List<String> templates = new ArrayList<>();
    document.path("paths").fieldNames().forEachRemaining(templates::add);
    return new Paths(templates);
  }

  /** The template that a path is an instance of; those without parameters go first. */
  Optional<String> templateOf(String path) {
    String inner = path;
    if (path.equals(PREFIX)) {
      inner = "/";
    } else if (path.startsWith(PREFIX + "/")) {
      inner = path.substring(PREFIX.length());
    }
    String[] segments = inner.split("/", -1);
    return templates.stream().filter(one -> matches(one.split("/", -1), segments)).findFirst();
  }

  private static boolean matches(String[] template, String[] segments) {
    if (template.length != segments.length) {
      return false;
    }
    for (int i = 0; i < template.length; i++) {
      boolean parameter = template[i].startsWith("{") && !segments[i].isEmpty();
      if (!parameter && !template[i].equals(segments[i])) {
        return false;
      }
    }
    return true;
  }
}
