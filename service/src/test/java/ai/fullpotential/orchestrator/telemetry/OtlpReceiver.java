package ai.fullpotential.orchestrator.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes what is sent by OTLP over HTTP in protobuf, and shows it. */
public final class OtlpReceiver implements AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Metric> metrics = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> resources = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();

  public OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/traces", this::takeTraces);
    server.createContext("/v1/metrics", this::takeMetrics);
    server.start();
  }

  private void takeTraces(HttpExchange exchange) throws IOException {
    tokens.addAll(exchange.getRequestHeaders().getOrDefault("X-Token", List.of()));
    ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
        .getResourceSpansList()
        .forEach(
            sent -> {
              resources.add(attributes(sent.getResource().getAttributesList()));
              sent.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
            });
    answer(exchange);
  }

  private void takeMetrics(HttpExchange exchange) throws IOException {
    ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody())
        .getResourceMetricsList()
        .forEach(
            sent ->
                sent.getScopeMetricsList()
                    .forEach(scope -> metrics.addAll(scope.getMetricsList())));
    answer(exchange);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** What makes a service send here, and soon. */
  public String[] settings() {
    return new String[] {
      "OTEL_EXPORTER_OTLP_ENDPOINT",
      url(),
      "OTEL_EXPORTER_OTLP_HEADERS",
      "X-Token=secret%20one",
      "OTEL_RESOURCE_ATTRIBUTES",
      "zone=here",
      "OTEL_METRIC_EXPORT_INTERVAL",
      "200"
    };
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Span> spans() {
    return spans;
  }

  public List<Metric> metrics() {
    return metrics;
  }

  public List<Map<String, String>> resources() {
    return resources;
  }

  public List<String> tokens() {
    return tokens;
  }

  /** Attributes as text. */
  public static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> all = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      var value = attribute.getValue();
      all.put(
          attribute.getKey(),
          value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue());
    }
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
