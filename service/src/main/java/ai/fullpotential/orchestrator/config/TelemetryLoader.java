package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.telemetry.TelemetrySettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what is set for OpenTelemetry. */
final class TelemetryLoader {

  /** A header's name and value as HTTP allows them, so that no request fails for them later. */
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");

  private final Lookup in;

  TelemetryLoader(Lookup in) {
    this.in = in;
  }

  TelemetrySettings settings(String version) {
    Optional<String> endpoint =
        Optional.of(in.get(TelemetryKeys.OTEL_EXPORTER_OTLP_ENDPOINT))
            .filter(url -> !url.isEmpty());
    boolean ours = in.get(TelemetryKeys.OTEL_EXPORTER_OTLP_PROTOCOL).equals(TelemetryKeys.PROTOCOL);
    if (endpoint.isPresent() && !ours) {
      in.fault(
          TelemetryKeys.OTEL_EXPORTER_OTLP_PROTOCOL,
          "must be " + TelemetryKeys.PROTOCOL + ", which receivers take on port 4318");
    }
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.version", version);
    resource.putAll(pairs(TelemetryKeys.OTEL_RESOURCE_ATTRIBUTES));
    if (in.isSet(TelemetryKeys.OTEL_SERVICE_NAME) || !resource.containsKey("service.name")) {
      resource.put("service.name", in.get(TelemetryKeys.OTEL_SERVICE_NAME));
    } else {
      in.get(TelemetryKeys.OTEL_SERVICE_NAME);
    }
    return new TelemetrySettings(
        endpoint,
        headers(),
        resource,
        in.get(TelemetryKeys.OTEL_TRACES_SAMPLER)
            .sampling(in.get(TelemetryKeys.OTEL_TRACES_SAMPLER_ARG)),
        in.get(TelemetryKeys.OTEL_METRIC_EXPORT_INTERVAL));
  }

  private Map<String, String> headers() {
    Map<String, String> headers = pairs(TelemetryKeys.OTEL_EXPORTER_OTLP_HEADERS);
    boolean sound =
        headers.entrySet().stream()
            .allMatch(
                header ->
                    HEADER_NAME.matcher(header.getKey()).matches()
                        && HEADER_VALUE.matcher(header.getValue()).matches());
    if (!sound) {
      in.fault(
          TelemetryKeys.OTEL_EXPORTER_OTLP_HEADERS, "must be names and values of HTTP headers");
    }
    return headers;
  }

  /** As in W3C Baggage, which OpenTelemetry refers to: values are percent-encoded. */
  private Map<String, String> pairs(Key<String> key) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : in.get(key).split(",")) {
      int equals = pair.indexOf('=');
      if (pair.isBlank()) {
        continue;
      }
      if (equals < 1) {
        in.fault(key, "must be " + key.allowed());
        return Map.of();
      }
      try {
        String value = pair.substring(equals + 1).strip().replace("+", "%2B");
        pairs.put(
            pair.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException badEscape) {
        in.fault(key, "has a % that is not followed by two hexadecimal digits");
        return Map.of();
      }
    }
    return pairs;
  }
}
