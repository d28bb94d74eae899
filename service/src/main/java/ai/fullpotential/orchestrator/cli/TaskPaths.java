package ai.fullpotential.orchestrator.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A path of the service with what a person gave in it, encoded. */
final class TaskPaths {
  private TaskPaths() {}

  /** Where one task is. */
  static String of(String id) {
    return Session.TASKS + "/" + encoded(id);
  }

  /** Parameters in their order, without those that were not given. */
  static final class Query {
    private final Map<String, String> parameters = new LinkedHashMap<>();

    Query and(String name, Optional<?> value) {
      value.ifPresent(v -> parameters.put(name, v.toString()));
      return this;
    }

    String after(String path) {
      return parameters.isEmpty()
          ? path
          : path
              + parameters.entrySet().stream()
                  .map(p -> p.getKey() + "=" + encoded(p.getValue()))
                  .collect(Collectors.joining("&", "?", ""));
    }
  }

  /** What a person gave, as a part of a path. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
