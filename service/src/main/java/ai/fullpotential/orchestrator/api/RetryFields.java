package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.Jitter;
import ai.fullpotential.orchestrator.retry.RetryOn;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.retry.Waits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a retry policy (contract B1). */
final class RetryFields {

  /** The most retries that a task may ask for. */
  static final int MAX_RETRIES = 1000;

  private static final Set<String> KNOWN =
      Set.of("max_retries", "backoff", "jitter", "retry_on", "respect_retry_after");
  private static final Set<String> BACKOFF =
      Set.of("initial_seconds", "multiplier", "max_seconds", "schedule");
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);
  private static final int MOST_WAITS = 100;
  private static final Pattern RANGE = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
  private static final Pattern CLASS = Pattern.compile("([1-5])xx");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,9})?");

  private RetryFields() {}

  /** The policy that the field {@code retry} tells; what it leaves out is as in the default. */
  static Optional<RetryPolicy> read(BodyFields task, RetryPolicy standard) {
    return task.json("retry")
        .map(json -> policy(task.nested("retry", json, KNOWN, Set.of("retry_on")), standard));
  }

  private static RetryPolicy policy(BodyFields fields, RetryPolicy standard) {
    return new RetryPolicy(
        fields.integer("max_retries", 0, MAX_RETRIES).orElse(standard.maxRetries()),
        backoff(fields).orElse(standard.backoff()),
        jitter(fields).orElse(standard.jitter()),
        retryOn(fields).orElse(standard.on()),
        fields.flag("respect_retry_after").orElse(standard.respectRetryAfter()));
  }

  private static Optional<Waits> backoff(BodyFields fields) {
    return fields
        .json("backoff")
        .flatMap(
            json -> {
              BodyFields inner = fields.nested("backoff", json, BACKOFF, Set.of());
              Optional<List<JsonText>> schedule = inner.list("schedule");
              if (schedule.isPresent()) {
                for (String other : List.of("initial_seconds", "multiplier", "max_seconds")) {
                  if (inner.json(other).isPresent()) {
                    inner.fault(other, "cannot be given together with a schedule");
                  }
                }
                return listed(inner, schedule.get());
              }
              return growing(inner);
            });
  }

  private static Optional<Waits> growing(BodyFields inner) {
    int before = inner.faults().size();
    Duration initial =
        inner.seconds("initial_seconds", Duration.ZERO, LONGEST_WAIT).orElse(Duration.ofSeconds(1));
    double multiplier =
        inner
            .decimal("multiplier", BigDecimal.ONE, BigDecimal.valueOf(100), "a number")
            .map(BigDecimal::doubleValue)
            .orElse(2.0);
    Duration standard = initial.compareTo(Duration.ofHours(1)) > 0 ? initial : Duration.ofHours(1);
    Duration max = inner.seconds("max_seconds", initial, LONGEST_WAIT).orElse(standard);
    return inner.faults().size() > before
        ? Optional.empty()
        : Optional.of(new Backoff(initial, multiplier, max));
  }

  private static Optional<Waits> listed(BodyFields inner, List<JsonText> schedule) {
    List<Duration> waits = new ArrayList<>();
    for (JsonText wait : schedule) {
      String text = wait.toString();
      if (!SECONDS.matcher(text).matches()
          || new BigDecimal(text).compareTo(BigDecimal.valueOf(LONGEST_WAIT.toSeconds())) > 0) {
        inner.fault(
            "schedule",
            "must have numbers of seconds from 0 to 86400, not " + BodyFields.shorten(text));
        return Optional.empty();
      }
      waits.add(Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue()));
    }
    if (waits.isEmpty() || waits.size() > MOST_WAITS) {
      inner.fault("schedule", "must have 1 to " + MOST_WAITS + " waits, it has " + waits.size());
      return Optional.empty();
    }
    return Optional.of(new Waits.Listed(waits));
  }

  private static Optional<Jitter> jitter(BodyFields fields) {
    Optional<JsonText> json = fields.json("jitter");
    if (json.isEmpty()) {
      return Optional.empty();
    }
    String text = json.get().toString();
    if (text.equals("\"none\"")) {
      return Optional.of(Jitter.NONE);
    }
    if (text.equals("\"full\"")) {
      return Optional.of(Jitter.FULL);
    }
    String percent = text.replace("\"", "").replace("%", "");
    if (SECONDS.matcher(percent).matches() && Double.parseDouble(percent) <= 100) {
      return Optional.of(Jitter.percent(Double.parseDouble(percent)));
    }
    fields.fault(
        "jitter",
        "must be 'none', 'full' or a percentage from 0 to 100, not " + BodyFields.shorten(text));
    return Optional.empty();
  }

  private static Optional<RetryOn> retryOn(BodyFields fields) {
    return fields
        .list("retry_on")
        .map(
            ends -> {
              List<RetryOn.Range> statuses = new ArrayList<>();
              boolean timeout = false;
              boolean connect = false;
              for (JsonText end : ends) {
                String text = end.toString().replace("\"", "");
                switch (text) {
                  case "timeout" -> timeout = true;
                  case "connect" -> connect = true;
                  default -> range(fields, text).ifPresent(statuses::add);
                }
              }
              return new RetryOn(statuses, timeout, connect);
            });
  }

  private static Optional<RetryOn.Range> range(BodyFields fields, String text) {
    Matcher whole = CLASS.matcher(text);
    if (whole.matches()) {
      int first = Integer.parseInt(whole.group(1)) * 100;
      return Optional.of(new RetryOn.Range(first, first + 99));
    }
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first <= last) {
        return Optional.of(new RetryOn.Range(first, last));
      }
    }
    fields.fault(
        "retry_on",
        "must have status codes (503), ranges (500-599, 5xx), 'timeout' or 'connect', not "
            + BodyFields.shorten(text));
    return Optional.empty();
  }
}
