package ai.fullpotential.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators' files depend on these names and defaults: none may change unseen. */
class KeysTest {

  @Test
  void everyKeyHasTheNameAndDefaultOfTheContract() {
    assertThat(Keys.ALL.stream().map(key -> key.name() + "=" + key.standard()))
        .containsExactly(
            "HOST=0.0.0.0",
            "PORT=8001",
            "PUBLIC_URL=http://localhost:PORT",
            "DROPLET_ID=2",
            "ENVIRONMENT=development",
            "LOG_LEVEL=INFO",
            "LOG_FORMAT=text",
            "REGISTRY_URL=",
            "REGISTRY_PORT=8000",
            "REGISTRY_SYNC_INTERVAL=60",
            "REGISTRY_TIMEOUT=5",
            "REGISTRY_CACHE_EXPIRY=300",
            "CACHE_DIR=/var/cache/fpai",
            "DROPLET_PROBE_INTERVAL=30",
            "HEARTBEAT_TIMEOUT=90",
            "TASK_TIMEOUT=30",
            "TASK_ATTEMPT_TIMEOUT=5",
            "TASK_MAX_RETRIES=3",
            "TASK_BACKOFF_BASE=1",
            "MAX_CONCURRENT_TASKS=5000",
            "TASK_MAX_HISTORY=10000",
            "TASK_RETENTION_HOURS=24",
            "RESULT_KEEP_BYTES=10240",
            "RESULT_KEEP_BYTES_ASYNC=1048576",
            "MAX_REQUEST_BYTES=1048576",
            "RESPONSE_MAX_BYTES=10485760",
            "EVENT_HISTORY=20000",
            "DATA_DIR=data/",
            "TASK_STORE=auto",
            "DATABASE_URL=",
            "LEASE_SECONDS=10",
            "SHUTDOWN_GRACE=30",
            "ALLOW_TARGETS=",
            "DENY_TARGETS=",
            "AUTH_MODE=none",
            "AUTH_PUBLIC_KEY=",
            "AUTH_JWKS_URL=",
            "AUTH_KEY_FROM_REGISTRY=false",
            "AUTH_ISSUER=",
            "AUTH_AUDIENCE=",
            "CALLBACK_URLS=",
            "CALLBACK_SECRET=",
            "TLS_CERT=",
            "TLS_KEY=",
            "TLS_CA=",
            "TLS_CLIENT_CERT=",
            "TLS_CLIENT_KEY=",
            "OTEL_EXPORTER_OTLP_ENDPOINT=",
            "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "OTEL_EXPORTER_OTLP_HEADERS=",
            "OTEL_SERVICE_NAME=orchestrator",
            "OTEL_RESOURCE_ATTRIBUTES=",
            "OTEL_TRACES_SAMPLER=parentbased_always_on",
            "OTEL_TRACES_SAMPLER_ARG=1",
            "OTEL_METRIC_EXPORT_INTERVAL=60000");
  }

  @Test
  void theOnlyAliasIsTheOldNameOfTheCacheDirectory() {
    assertThat(Keys.ALL.stream().flatMap(key -> key.aliases().stream()).toList())
        .isEqualTo(List.of("REGISTRY_CACHE_DIR"));
  }

  @Test
  void everyKeySaysWhatItIsForInOneLine() {
    assertThat(Keys.ALL)
        .allSatisfy(key -> assertThat(key.meaning()).isNotBlank().doesNotContain("\n"));
  }
}
