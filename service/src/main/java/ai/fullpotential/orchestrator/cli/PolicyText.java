package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a policy says, in words. Each is empty when it does not say it. */
record PolicyText(JsonNode policy) {

  String paused() {
    return policy.path("paused").isMissingNode()
        ? ""
        : policy.path("paused").asBoolean() ? "yes" : "no";
  }

  String rate() {
    return has("rate_per_second") ? number("rate_per_second") + "/s" : "";
  }

  String burst() {
    return number("burst");
  }

  String concurrency() {
    return number("max_concurrency");
  }

  String retries() {
    return has("retry") ? Plain.text(policy.path("retry").path("max_retries")) : "";
  }

  String backoff() {
    JsonNode backoff = policy.path("retry").path("backoff");
    if (backoff.has("schedule")) {
      return String.join(
              ", ",
              StreamSupport.stream(backoff.path("schedule").spliterator(), /* parallel= */ false)
                  .map(Plain::text)
                  .toList())
          + " s";
    }
    return has("retry")
        ? "%s s, then times %s, up to %s s"
            .formatted(
                Plain.text(backoff.path("initial_seconds")),
                Plain.text(backoff.path("multiplier")),
                Plain.text(backoff.path("max_seconds")))
        : "";
  }

  String attempt() {
    return has("attempt_timeout_seconds") ? number("attempt_timeout_seconds") + " s" : "";
  }

  String breaker() {
    JsonNode breaker = policy.path("breaker");
    return breaker.isObject()
        ? "%s%% of %s in %s s, open %s s"
            .formatted(
                Plain.text(breaker.path("failure_percent")),
                Plain.text(breaker.path("minimum_calls")),
                Plain.text(breaker.path("window_seconds")),
                Plain.text(breaker.path("open_seconds")))
        : "";
  }

  /** The bounds of its calls in a few words. */
  String limits() {
    List<String> parts = new ArrayList<>();
    Stream.of(
            rate(),
            concurrency().isEmpty() ? "" : concurrency() + " at once",
            breaker().isEmpty() ? "" : "breaker")
        .filter(part -> !part.isEmpty())
        .forEach(parts::add);
    return String.join(", ", parts);
  }

  private boolean has(String field) {
    return policy.has(field);
  }

  private String number(String field) {
    return Plain.text(policy.path(field));
  }
}
