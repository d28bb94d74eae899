package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.Jitter;
import ai.fullpotential.orchestrator.retry.RetryOn;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.retry.Waits;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.trace.TraceContext;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was asked for, as JSON. What is as usual is left out. */
final class SpecJson {
  private SpecJson() {}

  /** A spec and where it came from. */
  record Read(TaskSpec spec, Origin origin) {}

  /** Everything but payload and meta, which are kept beside it. */
  static JsonText text(TaskSpec spec, Origin origin) {
    return Stored.text(
        json -> {
          write(json, spec);
          json.writeStringField("request", origin.requestId());
          if (origin.kind() != Origin.Kind.CALLER) {
            json.writeStringField("kind", origin.kind().name());
          }
          Stored.write(json, "of", origin.of());
          Stored.write(json, "owner", origin.owner());
          TraceContext trace = origin.trace();
          if (trace != null) {
            json.writeStringField("trace", trace.toKeep());
            Stored.write(json, "tracestate", trace.state());
          }
        });
  }

  static Read read(JsonText text, @Nullable JsonText payload, @Nullable JsonText meta) {
    JsonNode node = Stored.tree(text);
    JsonNode kind = node.get("kind");
    return new Read(
        read(node, payload, meta),
        new Origin(
            Stored.string(node, "request"),
            kind == null ? Origin.Kind.CALLER : Origin.Kind.valueOf(kind.textValue()),
            Stored.stringOrNull(node, "of"),
            trace(node),
            Stored.stringOrNull(node, "owner")));
  }

  private static @Nullable TraceContext trace(JsonNode node) {
    String kept = Stored.stringOrNull(node, "trace");
    return kept == null ? null : TraceContext.kept(kept, Stored.stringOrNull(node, "tracestate"));
  }

  /** A spec with payload and meta, for one inside another. */
  static void writeWhole(JsonGenerator json, TaskSpec spec) throws IOException {
    write(json, spec);
    // As strings, so that they come back byte for byte.
    Stored.write(json, "payload", spec.payload() == null ? null : spec.payload().toString());
    Stored.write(json, "meta", spec.meta() == null ? null : spec.meta().toString());
  }

  static TaskSpec readWhole(JsonNode node) {
    return read(node, Stored.jsonOrNull(node, "payload"), Stored.jsonOrNull(node, "meta"));
  }

  private static void write(JsonGenerator json, TaskSpec spec) throws IOException {
    json.writeStringField("droplet", spec.dropletName());
    Stored.write(json, "capability", spec.capability());
    json.writeStringField("method", spec.method().name());
    json.writeStringField("path", spec.path().value());
    write(json, spec.limits());
    OptionsJson.write(json, spec.options());
  }

  private static TaskSpec read(JsonNode node, @Nullable JsonText payload, @Nullable JsonText meta) {
    return new TaskSpec(
        Stored.string(node, "droplet"),
        Method.valueOf(Stored.string(node, "method")),
        new TaskPath(Stored.string(node, "path")),
        payload,
        meta,
        limits(node),
        OptionsJson.read(node),
        Stored.stringOrNull(node, "capability"));
  }

  private static void write(JsonGenerator json, TaskLimits limits) throws IOException {
    Stored.write(json, "attempt", limits.attemptTimeout());
    Stored.write(json, "total", limits.total());
    json.writeNumberField("keep", limits.keepBytes());
    RetryPolicy retry = limits.retry();
    json.writeNumberField("retries", retry.maxRetries());
    switch (retry.backoff()) {
      case Backoff(Duration initial, double multiplier, Duration max) -> {
        Stored.write(json, "wait", initial);
        json.writeNumberField("multiplier", multiplier);
        Stored.write(json, "max_wait", max);
      }
      case Waits.Listed(List<Duration> each) -> {
        json.writeArrayFieldStart("waits");
        for (Duration wait : each) {
          Stored.write(json, wait);
        }
        json.writeEndArray();
      }
    }
    write(json, retry.jitter());
    write(json, retry.on());
    Stored.writeIfSo(json, "heeds", retry.respectRetryAfter());
  }

  private static void write(JsonGenerator json, Jitter jitter) throws IOException {
    if (!jitter.equals(Jitter.NONE)) {
      json.writeNumberField("below", jitter.below());
      json.writeNumberField("above", jitter.above());
    }
  }

  private static void write(JsonGenerator json, RetryOn on) throws IOException {
    if (on.equals(RetryOn.DEFAULT)) {
      return;
    }
    json.writeArrayFieldStart("on");
    for (RetryOn.Range range : on.statuses()) {
      json.writeNumber(range.first());
      json.writeNumber(range.last());
    }
    json.writeEndArray();
    Stored.writeIfSo(json, "on_timeout", on.timeout());
    Stored.writeIfSo(json, "on_connection", on.connection());
  }

  private static TaskLimits limits(JsonNode node) {
    RetryPolicy retry =
        new RetryPolicy(
            Stored.node(node, "retries").intValue(),
            waits(node),
            node.has("below") ? jitter(node) : Jitter.NONE,
            node.has("on") ? on(node) : RetryOn.DEFAULT,
            node.has("heeds"));
    return new TaskLimits(
        retry,
        Stored.duration(node, "attempt"),
        Stored.duration(node, "total"),
        Stored.node(node, "keep").intValue());
  }

  private static Waits waits(JsonNode node) {
    JsonNode listed = node.get("waits");
    if (listed == null) {
      return new Backoff(
          Stored.duration(node, "wait"),
          Stored.decimal(node, "multiplier"),
          Stored.duration(node, "max_wait"));
    }
    List<Duration> each = new ArrayList<>(listed.size());
    listed.forEach(wait -> each.add(Stored.duration(wait)));
    return new Waits.Listed(each);
  }

  private static Jitter jitter(JsonNode node) {
    return new Jitter(Stored.decimal(node, "below"), Stored.decimal(node, "above"));
  }

  private static RetryOn on(JsonNode node) {
    JsonNode bounds = Stored.node(node, "on");
    List<RetryOn.Range> ranges = new ArrayList<>(bounds.size() / 2);
    for (int i = 0; i + 1 < bounds.size(); i += 2) {
      ranges.add(new RetryOn.Range(bounds.get(i).intValue(), bounds.get(i + 1).intValue()));
    }
    return new RetryOn(ranges, node.has("on_timeout"), node.has("on_connection"));
  }
}
