package ai.fullpotential.orchestrator.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether an answer is the one in the documents: the same fields in the same order with the same
 * values, but for those that differ from run to run, of which only the type must agree.
 */
final class Resemblance {

  /** What differs from run to run. */
  private static final Set<String> VOLATILE =
      Set.of(
          "task_id",
          "id",
          "request_id",
          "trace_id",
          "timestamp",
          "processed_at",
          "last_restart",
          "created_at",
          "updated_at",
          "completed_at",
          "started_at",
          "ended_at",
          "duration_ms",
          "uptime_seconds",
          "last_sync",
          "last_registry_sync",
          "age_seconds",
          "cache_age_seconds",
          "last_sync_duration_ms",
          "syncs_total",
          "syncs_success",
          "cpu_percent",
          "memory_mb",
          "requests_total",
          "requests_per_minute",
          "avg_response_time_ms",
          "p95_response_time_ms",
          "p99_response_time_ms",
          "min_ms",
          "max_ms",
          "avg_ms",
          "p50_ms",
          "p95_ms",
          "p99_ms",
          "droplets_reachable",
          "reachable",
          "droplets_registered",
          "requests",
          "process");

  private final List<String> differences = new ArrayList<>();

  private Resemblance() {}

  static List<String> differences(JsonNode documented, JsonNode actual) {
    Resemblance resemblance = new Resemblance();
    resemblance.compare("", "", documented, actual);
    return resemblance.differences;
  }

  private void compare(String path, String name, JsonNode documented, JsonNode actual) {
    if (VOLATILE.contains(name)) {
      if (documented.getNodeType() != actual.getNodeType()) {
        differences.add(path + " is now of type " + actual.getNodeType() + ": " + actual);
      }
    } else if (documented.isObject() && actual.isObject()) {
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
    } else if (!documented.equals(actual)) {
      differences.add(path + " is now " + actual + ", not " + documented);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
