package ai.fullpotential.orchestrator.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span that is over, and whose ids are known, as the SDK takes it. The SDK's own tracer makes ids
 * itself, and its spans live in one process; a task does not.
 */
@SuppressWarnings("deprecation") // the SDK's interfaces still ask for the old name of a scope
final class FinishedSpan implements ReadableSpan, SpanData {

  /** What a span says beside its name, its ids and its times. */
  record Facts(SpanKind kind, Attributes attributes, StatusData status) {}

  /** When it began and ended. */
  record Times(Instant start, Instant end) {

    private static final long NANOS = 1_000_000_000;

    static long nanos(Instant at) {
      return at.getEpochSecond() * NANOS + at.getNano();
    }
  }

  private final String name;
  private final SpanContext self;
  private final SpanContext parent;
  private final Times times;
  private final Facts facts;
  private final Resource resource;

  FinishedSpan(
      String name,
      SpanContext self,
      SpanContext parent,
      Times times,
      Facts facts,
      Resource resource) {
    this.name = name;
    this.self = self;
    this.parent = parent;
    this.times = times;
    this.facts = facts;
    this.resource = resource;
  }

  @Override
  public SpanData toSpanData() {
    return this;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public SpanKind getKind() {
    return facts.kind();
  }

  @Override
  public SpanContext getSpanContext() {
    return self;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parent;
  }

  @Override
  public StatusData getStatus() {
    return facts.status();
  }

  @Override
  public long getStartEpochNanos() {
    return Times.nanos(times.start());
  }

  @Override
  public long getEndEpochNanos() {
    return Times.nanos(times.end());
  }

  @Override
  public long getLatencyNanos() {
    return Duration.between(times.start(), times.end()).toNanos();
  }

  @Override
  public Attributes getAttributes() {
    return facts.attributes();
  }

  @Override
  public <T> @Nullable T getAttribute(AttributeKey<T> key) {
    return facts.attributes().get(key);
  }

  @Override
  public int getTotalAttributeCount() {
    return facts.attributes().size();
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return Scope.OURS;
  }

  @Override
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
        Scope.OURS.getName(), Scope.OURS.getVersion());
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
