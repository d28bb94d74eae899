package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.policy.BreakerRule;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Rate;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Policies as JSON: on the wire and, with the name as it was typed, in their documents. What a policy
 * does not say is left out.
 */
public final class PolicyJson {
  private PolicyJson() {}

  /** Writes the fields of a policy into the object that the generator is in. */
  public static void write(JsonGenerator json, DropletPolicy policy) throws IOException {
    Rate rate = policy.rate();
    if (rate != null) {
      Fields.decimal(json, "rate_per_second", BigDecimal.valueOf(rate.perSecond()));
      json.writeNumberField("burst", rate.burst());
    }
    Integer concurrency = policy.maxConcurrency();
    if (concurrency != null) {
      json.writeNumberField("max_concurrency", concurrency);
    }
    RetryPolicy retry = policy.retry();
    if (retry != null) {
      json.writeFieldName("retry");
      RetryJson.write(json, retry);
    }
    Duration attempt = policy.attemptTimeout();
    if (attempt != null) {
      Fields.seconds(json, "attempt_timeout_seconds", attempt);
    }
    BreakerRule breaker = policy.breaker();
    if (breaker != null) {
      write(json, breaker);
    }
    Boolean paused = policy.paused();
    if (paused != null) {
      json.writeBooleanField("paused", paused);
    }
  }

  private static void write(JsonGenerator json, BreakerRule breaker) throws IOException {
    json.writeObjectFieldStart("breaker");
    json.writeNumberField("failure_percent", breaker.failurePercent());
    json.writeNumberField("minimum_calls", breaker.minimumCalls());
    Fields.seconds(json, "window_seconds", breaker.window());
    Fields.seconds(json, "open_seconds", breaker.open());
    json.writeEndObject();
  }

  static JsonText document(StoredPolicy stored) {
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", stored.name());
          write(json, stored.policy());
          json.writeEndObject();
        });
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException when it is none that was written here
   */
  static StoredPolicy read(JsonText document) {
    JsonNode json;
    try {
      json = Json.tree(document.utf8());
    } catch (MalformedJson e) {
      throw new IllegalArgumentException(e);
    }
    return new StoredPolicy(
        Fields.required(json, "name").asText(),
        new DropletPolicy(
            json.has("rate_per_second") ? rate(json) : null,
            json.has("max_concurrency") ? Fields.integer(json, "max_concurrency") : null,
            json.has("retry") ? RetryJson.read(json.get("retry")) : null,
            json.has("attempt_timeout_seconds")
                ? Fields.duration(json, "attempt_timeout_seconds")
                : null,
            breaker(json.get("breaker")),
            json.has("paused") ? Fields.flag(json, "paused") : null));
  }

  private static Rate rate(JsonNode json) {
    return new Rate(Fields.decimal(json, "rate_per_second"), Fields.integer(json, "burst"));
  }

  private static @Nullable BreakerRule breaker(@Nullable JsonNode json) {
    return json == null
        ? null
        : new BreakerRule(
            Fields.integer(json, "failure_percent"),
            Fields.integer(json, "minimum_calls"),
            Fields.duration(json, "window_seconds"),
            Fields.duration(json, "open_seconds"));
  }
}
