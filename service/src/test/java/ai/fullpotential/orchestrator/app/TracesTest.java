package ai.fullpotential.orchestrator.app;

import static ai.fullpotential.orchestrator.telemetry.OtlpReceiver.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Connection;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.telemetry.OtlpReceiver;
import ai.fullpotential.orchestrator.time.Await;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces and metrics by OTLP, from the whole service (contract B4). */
@OnEveryStore
class TracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String DROPLETS_OWN = "d0d0d0d0d0d0d0d0";

  @TempDir Path directory;

  private final OtlpReceiver receiver = new OtlpReceiver();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    receiver.close();
    client.close();
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  /** A droplet that records a span of its own, in the trace that the call came with. */
  private ScriptedDroplet.Turn recording(ScriptedDroplet.Turn answer) {
    return (Seen seen, Connection connection) -> {
      String[] parent = seen.header("traceparent").getFirst().split("-", -1);
      Span span =
          Span.newBuilder()
              .setTraceId(bytes(parent[1]))
              .setParentSpanId(bytes(parent[2]))
              .setSpanId(bytes(DROPLETS_OWN))
              .setName("the droplet's own work")
              .build();
      send(
          ExportTraceServiceRequest.newBuilder()
              .addResourceSpans(
                  ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
              .build());
      return answer.play(seen, connection);
    };
  }

  /** A droplet that plays these turns for tasks, and is well whenever it is probed. */
  private static ScriptedDroplet droplet(ScriptedDroplet.Turn... turns) {
    Iterator<ScriptedDroplet.Turn> next = List.of(turns).iterator();
    return ScriptedDroplet.playing(
        (seen, connection) ->
            (isTask(seen) ? next.next() : Turns.status(200, "1")).play(seen, connection));
  }

  private static boolean isTask(Seen seen) {
    return !seen.line().contains("/health");
  }

  private static List<String> traceparents(ScriptedDroplet droplet) {
    return droplet.requests().stream()
        .filter(TracesTest::isTask)
        .map(seen -> seen.header("traceparent").getFirst())
        .toList();
  }

  private void send(ExportTraceServiceRequest spans) throws IOException {
    try {
      client.send(
          HttpRequest.newBuilder(URI.create(receiver.url() + "/v1/traces"))
              .POST(BodyPublishers.ofByteArray(spans.toByteArray()))
              .build(),
          BodyHandlers.discarding());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Span span(String name) {
    List<Span> named =
        receiver.spans().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(named).as(name).hasSize(1);
    return named.getFirst();
  }

  @Test
  void aRetriedTaskIsOneTraceFromItsCallerToItsDroplet() throws Exception {
    try (ScriptedDroplet droplet =
            droplet(Turns.status(503, ""), recording(Turns.status(200, "{\"ok\":1}")));
        TestApplication service = TestApplication.start(directory, receiver.settings())) {
      service.register("worker", droplet.url());

      Answer answer =
          service.task(
              "{\"droplet_name\":\"worker\",\"path\":\"/work?secret=1\"}",
              "traceparent",
              "00-" + TRACE + "-" + CALLER + "-01");

      assertThat(answer.status()).isEqualTo(200);
      Await.until("all spans are there", () -> receiver.spans().size() == 4);
      assertThat(receiver.spans())
          .allSatisfy(s -> assertThat(hex(s.getTraceId())).isEqualTo(TRACE));
      Span task = span("task worker");
      assertThat(hex(task.getParentSpanId())).isEqualTo(CALLER);
      assertThat(task.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
      assertThat(task.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(attributes(task.getAttributesList()))
          .containsEntry("orchestrator.task.id", answer.text("task_id"))
          .containsEntry("orchestrator.task.status", "success")
          .containsEntry("orchestrator.task.attempts", "2")
          .containsEntry("orchestrator.droplet.name", "worker");

      List<Span> attempts =
          receiver.spans().stream().filter(s -> s.getName().equals("GET")).toList();
      assertThat(attempts).hasSize(2);
      assertFailedAttempt(attempts.getFirst(), task, droplet);
      assertThat(attributes(attempts.getLast().getAttributesList()))
          .containsEntry("http.response.status_code", "200")
          .containsEntry("http.request.resend_count", "1");
      for (int i = 0; i < 2; i++) {
        assertThat(attempts.get(i).getParentSpanId()).isEqualTo(task.getSpanId());
        assertThat(traceparents(droplet).get(i))
            .isEqualTo("00-" + TRACE + "-" + hex(attempts.get(i).getSpanId()) + "-01");
      }
      assertThat(span("the droplet's own work").getParentSpanId())
          .isEqualTo(attempts.getLast().getSpanId())
          .isNotEqualTo(attempts.getFirst().getSpanId());
      assertThat(service.get("/tasks/" + answer.text("task_id")).text("trace_id")).isEqualTo(TRACE);
      assertWhoSent();
    }
  }

  private static void assertFailedAttempt(Span attempt, Span task, ScriptedDroplet droplet) {
    assertThat(attempt.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
    assertThat(attempt.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(attempt.getStartTimeUnixNano()).isGreaterThanOrEqualTo(task.getStartTimeUnixNano());
    assertThat(attempt.getEndTimeUnixNano()).isLessThan(task.getEndTimeUnixNano());
    assertThat(attributes(attempt.getAttributesList()))
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.response.status_code", "503")
        .containsEntry("error.type", "503")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", Integer.toString(droplet.port()))
        .containsEntry("url.full", droplet.url() + "/work")
        .doesNotContainKey("http.request.resend_count");
  }

  private void assertWhoSent() {
    assertThat(receiver.resources())
        .anySatisfy(
            resource -> {
              assertThat(resource)
                  .containsEntry("service.name", "orchestrator")
                  .containsEntry("zone", "here");
              assertThat(resource.get("service.instance.id")).startsWith("node-");
            });
    assertThat(receiver.tokens()).isNotEmpty().containsOnly("secret one");
  }

  @Test
  void aCallerThatDoesNotRecordIsFollowed() throws Exception {
    try (ScriptedDroplet droplet = droplet(Turns.status(200, "1"), Turns.status(200, "1"));
        TestApplication service = TestApplication.start(directory, receiver.settings())) {
      service.register("worker", droplet.url());
      service.task(
          "{\"droplet_name\":\"worker\",\"path\":\"/x\"}",
          "traceparent",
          "00-" + TRACE + "-" + CALLER + "-00");
      Answer own = service.task("{\"droplet_name\":\"worker\",\"path\":\"/x\"}");

      Await.until("the other trace is there", () -> receiver.spans().size() == 2);
      String traceId = service.get("/tasks/" + own.text("task_id")).text("trace_id");
      assertThat(receiver.spans())
          .allSatisfy(span -> assertThat(hex(span.getTraceId())).isEqualTo(traceId));
      assertThat(span("task worker").getParentSpanId()).isEqualTo(ByteString.EMPTY);
      assertThat(traceparents(droplet))
          .satisfiesExactly(
              first -> assertThat(first).endsWith("-00"),
              other -> assertThat(other).endsWith("-01"));
    }
  }

  @Test
  void whatPrometheusWouldReadIsSentToo() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));
        TestApplication service = TestApplication.start(directory, receiver.settings())) {
      service.register("worker", droplet.url());
      service.task("{\"droplet_name\":\"worker\",\"path\":\"/x\"}");

      Await.until("the task is counted", () -> successes(receiver.metrics()) == 1);
      assertThat(receiver.metrics())
          .extracting(Metric::getName)
          .contains(
              "orchestrator_tasks",
              "orchestrator_build_info",
              "orchestrator_droplets_known",
              "orchestrator_droplet_task_duration_seconds",
              "orchestrator_jvm_memory_used_bytes");
      Metric times = last(receiver.metrics(), "orchestrator_task_duration_seconds");
      assertThat(times.getHistogram().getDataPoints(0).getCount()).isEqualTo(1);
      assertThat(times.getHistogram().getDataPoints(0).getExplicitBoundsCount())
          .isEqualTo(times.getHistogram().getDataPoints(0).getBucketCountsCount() - 1);
    }
  }

  private static Metric last(List<Metric> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.getName().equals(name))
        .reduce((_, next) -> next)
        .orElseThrow();
  }

  private static double successes(List<Metric> metrics) {
    return metrics.stream().noneMatch(metric -> metric.getName().equals("orchestrator_tasks"))
        ? 0
        : last(metrics, "orchestrator_tasks").getSum().getDataPointsList().stream()
            .filter(
                point -> attributes(point.getAttributesList()).equals(Map.of("status", "success")))
            .findFirst()
            .orElseThrow()
            .getAsDouble();
  }
}
