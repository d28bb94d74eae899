package ai.fullpotential.orchestrator.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether an answer is the one in the documents: the same fields in the same order with the same
 * values, but for those that differ from run to run. Of these the shape must agree.
 */
final class Resemblance {

  /** Numbers that differ from run to run, by their fields' names. */
  private static final Set<String> VOLATILE =
      Set.of(
          "age_seconds",
          "at",
          "avg_ms",
          "avg_response_time_ms",
          "cache_age_seconds",
          "completed_at",
          "cpu_percent",
          "created_at",
          "duration_ms",
          "ended_at",
          "last_fired_at",
          "last_registry_sync",
          "last_sync",
          "last_sync_duration_ms",
          "max_ms",
          "memory_mb",
          "min_ms",
          "next_at",
          "next_due_by",
          "p50_ms",
          "p95_ms",
          "p95_response_time_ms",
          "p99_ms",
          "p99_response_time_ms",
          "received_at",
          "requests_per_minute",
          "requests_total",
          "retries_left",
          "started_at",
          "syncs_success",
          "syncs_total",
          "total_duration_ms",
          "updated_at",
          "uptime_seconds");

  /** Texts that differ from run to run, whatever their fields are called: an id or where it is asked for, a time, a node. */
  private static final List<Pattern> SHAPES =
      Stream.of(
              "(/orchestrator/\\w+/)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
              "node-[0-9a-f]{12}",
              "[0-9a-f]{32}",
              "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z")
          .map(Pattern::compile)
          .toList();

  private final List<String> differences = new ArrayList<>();

  private Resemblance() {}

  static List<String> differences(JsonNode documented, JsonNode actual) {
    Resemblance resemblance = new Resemblance();
    resemblance.compare("", "", documented, actual);
    return resemblance.differences;
  }

  private void compare(String path, String name, JsonNode documented, JsonNode actual) {
    if (documented.isObject() && actual.isObject()) {
      List<String> names = names(documented);
      if (!names.equals(names(actual))) {
        differences.add(path + " now has the fields " + names(actual) + ", not " + names);
        return;
      }
      names.forEach(
          field -> compare(path + "/" + field, field, documented.get(field), actual.get(field)));
    } else if (documented.isArray() && actual.isArray() && documented.size() == actual.size()) {
      for (int i = 0; i < documented.size(); i++) {
        compare(path + "/" + i, "", documented.get(i), actual.get(i));
      }
    } else if (!documented.equals(actual) && !isAlike(name, documented, actual)) {
      differences.add(path + " is now " + actual + ", not " + documented);
    }
  }

  private static boolean isAlike(String name, JsonNode documented, JsonNode actual) {
    return documented.isNumber()
        ? VOLATILE.contains(name) && actual.isNumber() && actual.doubleValue() >= 0
        : documented.isTextual()
            && actual.isTextual()
            && SHAPES.stream()
                .anyMatch(
                    shape ->
                        shape.matcher(documented.textValue()).matches()
                            && shape.matcher(actual.textValue()).matches());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
