package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.Jitter;
import ai.fullpotential.orchestrator.retry.RetryOn;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.retry.Waits;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How tasks are tried again, in the shape that {@code retry} has in a task's request. */
final class RetryJson {

  private static final int PERCENT_DIGITS = 6;

  private RetryJson() {}

  static void write(JsonGenerator json, RetryPolicy retry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("max_retries", retry.maxRetries());
    json.writeObjectFieldStart("backoff");
    switch (retry.backoff()) {
      case Backoff(Duration initial, double multiplier, Duration max) -> {
        Fields.seconds(json, "initial_seconds", initial);
        Fields.decimal(json, "multiplier", BigDecimal.valueOf(multiplier));
        Fields.seconds(json, "max_seconds", max);
      }
      case Waits.Listed(List<Duration> each) -> {
        json.writeArrayFieldStart("schedule");
        for (Duration wait : each) {
          Fields.decimal(json, Fields.inSeconds(wait));
        }
        json.writeEndArray();
      }
    }
    json.writeEndObject();
    write(json, retry.jitter());
    write(json, retry.on());
    json.writeBooleanField("respect_retry_after", retry.respectRetryAfter());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Jitter jitter) throws IOException {
    if (jitter.equals(Jitter.NONE)) {
      json.writeStringField("jitter", "none");
    } else if (jitter.equals(Jitter.FULL)) {
      json.writeStringField("jitter", "full");
    } else {
      Fields.decimal(
          json,
          "jitter",
          BigDecimal.valueOf(jitter.above())
              .movePointRight(2)
              .setScale(PERCENT_DIGITS, RoundingMode.HALF_EVEN));
    }
  }

  private static void write(JsonGenerator json, RetryOn on) throws IOException {
    json.writeArrayFieldStart("retry_on");
    for (RetryOn.Range range : on.statuses()) {
      json.writeString(
          range.first() == range.last()
              ? String.valueOf(range.first())
              : range.first() + "-" + range.last());
    }
    if (on.timeout()) {
      json.writeString("timeout");
    }
    if (on.connection()) {
      json.writeString("connect");
    }
    json.writeEndArray();
  }

  static RetryPolicy read(JsonNode json) {
    return new RetryPolicy(
        Fields.integer(json, "max_retries"),
        waits(Fields.required(json, "backoff")),
        jitter(Fields.required(json, "jitter")),
        on(Fields.required(json, "retry_on")),
        Fields.flag(json, "respect_retry_after"));
  }

  private static Waits waits(JsonNode json) {
    JsonNode schedule = json.get("schedule");
    if (schedule == null) {
      return new Backoff(
          Fields.duration(json, "initial_seconds"),
          Fields.decimal(json, "multiplier"),
          Fields.duration(json, "max_seconds"));
    }
    List<Duration> each = new ArrayList<>();
    schedule.forEach(wait -> each.add(Fields.duration(wait)));
    return new Waits.Listed(each);
  }

  private static Jitter jitter(JsonNode json) {
    return switch (json.asText()) {
      case "none" -> Jitter.NONE;
      case "full" -> Jitter.FULL;
      default -> Jitter.percent(Fields.decimal(json));
    };
  }

  private static RetryOn on(JsonNode json) {
    List<RetryOn.Range> statuses = new ArrayList<>();
    boolean timeout = false;
    boolean connection = false;
    for (JsonNode each : json) {
      switch (each.asText()) {
        case "timeout" -> timeout = true;
        case "connect" -> connection = true;
        default -> statuses.add(range(each.asText()));
      }
    }
    return new RetryOn(statuses, timeout, connection);
  }

  private static RetryOn.Range range(String text) {
    int dash = text.indexOf('-');
    return dash < 0
        ? new RetryOn.Range(Integer.parseInt(text), Integer.parseInt(text))
        : new RetryOn.Range(
            Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }
}
