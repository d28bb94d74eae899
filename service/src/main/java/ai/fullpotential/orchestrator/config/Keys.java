package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.config.Settings.Environment;
import ai.fullpotential.orchestrator.config.Settings.LogFormat;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ai.fullpotential.orchestrator.config.Settings.StoreKind;
import ai.fullpotential.orchestrator.net.BaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every key, with its default, what it allows and what it means. */
public final class Keys {

  private static final int MIB = 1024 * 1024;
  private static final int GIB = 1024 * MIB;

  static final Key<String> HOST =
      new Key<>(
          "HOST",
          Rule.host(),
          "0.0.0.0",
          "The address to listen on; 0.0.0.0 is all of this machine's");

  static final Key<Integer> PORT =
      new Key<>("PORT", Rule.whole(0, 65535), "8001", "The port to listen on; 0 is any free one");

  static final Key<BaseUrl> PUBLIC_URL =
      new Key<>(
          "PUBLIC_URL",
          Rule.url(),
          "http://localhost:PORT",
          "Where others reach this service, which is what the Registry is told; https:// by default with"
              + " TLS_CERT");

  static final Key<Long> DROPLET_ID =
      new Key<>("DROPLET_ID", Rule.id(), "2", "The id that this service asks the Registry for");

  static final Key<Environment> ENVIRONMENT =
      new Key<>(
          "ENVIRONMENT",
          Rule.oneOf(List.of(Environment.values()), Environment::wire),
          "development",
          "Where this process runs");

  static final Key<LogLevel> LOG_LEVEL =
      new Key<>(
          "LOG_LEVEL",
          Rule.oneOf(List.of(LogLevel.values()), LogLevel::name),
          "INFO",
          "The least important lines that are logged");

  static final Key<LogFormat> LOG_FORMAT =
      new Key<>(
          "LOG_FORMAT",
          Rule.oneOf(List.of(LogFormat.values()), f -> f.name().toLowerCase(Locale.ROOT)),
          "text",
          "How a log line looks: text for people, json for machines");

  static final Key<BaseUrl> REGISTRY_URL =
      new Key<>(
          "REGISTRY_URL",
          Rule.url(),
          "",
          "The Registry to use; when not set, this process runs one itself, on REGISTRY_PORT");

  static final Key<Integer> REGISTRY_PORT =
      new Key<>(
          "REGISTRY_PORT",
          Rule.whole(0, 65535),
          "8000",
          "The port of the Registry in this process; 0 is any free one; of no effect with REGISTRY_URL");

  static final Key<Duration> REGISTRY_SYNC_INTERVAL =
      new Key<>(
          "REGISTRY_SYNC_INTERVAL",
          Rule.seconds(),
          "60",
          "How often the list of droplets is fetched, and the longest wait after a failure");

  static final Key<Duration> REGISTRY_TIMEOUT =
      new Key<>(
          "REGISTRY_TIMEOUT", Rule.seconds(), "5", "How long one call to the Registry may take");

  static final Key<Duration> REGISTRY_CACHE_EXPIRY =
      new Key<>(
          "REGISTRY_CACHE_EXPIRY",
          Rule.seconds(),
          "300",
          "How old the list of droplets may be before it counts as stale; routing goes on with it");

  static final Key<Path> CACHE_DIR =
      new Key<>(
          "CACHE_DIR",
          List.of("REGISTRY_CACHE_DIR"),
          Rule.directory(),
          "/var/cache/fpai",
          "Where the last list of droplets is kept; the default becomes data/ where it cannot be written");

  static final Key<Duration> DROPLET_PROBE_INTERVAL =
      new Key<>(
          "DROPLET_PROBE_INTERVAL",
          Rule.seconds(),
          "30",
          "How often each droplet's health is asked for");

  static final Key<Duration> HEARTBEAT_TIMEOUT =
      new Key<>(
          "HEARTBEAT_TIMEOUT",
          Rule.seconds(),
          "90",
          "How long after its last heartbeat a droplet that sends them is taken to be unreachable");

  static final Key<Duration> TASK_TIMEOUT =
      new Key<>(
          "TASK_TIMEOUT",
          Rule.seconds(),
          "30",
          "How long a whole task may take, retries and waits included");

  static final Key<Duration> TASK_ATTEMPT_TIMEOUT =
      new Key<>(
          "TASK_ATTEMPT_TIMEOUT",
          Rule.seconds(),
          "5",
          "How long one attempt may take, from connecting to the last byte of the answer");

  static final Key<Integer> TASK_MAX_RETRIES =
      new Key<>(
          "TASK_MAX_RETRIES",
          Rule.whole(0, 1000),
          "3",
          "How often a failed attempt is repeated; 0 is never");

  static final Key<Duration> TASK_BACKOFF_BASE =
      new Key<>(
          "TASK_BACKOFF_BASE",
          Rule.secondsOrZero(),
          "1",
          "The wait before the first retry; it doubles before each further one");

  static final Key<Integer> MAX_CONCURRENT_TASKS =
      new Key<>(
          "MAX_CONCURRENT_TASKS",
          Rule.whole(1, 1_000_000),
          "5000",
          "How many tasks may be under way at once; further ones are refused with OVERLOADED");

  static final Key<Integer> TASK_MAX_HISTORY =
      new Key<>(
          "TASK_MAX_HISTORY",
          Rule.whole(1, 10_000_000),
          "10000",
          "How many finished tasks are kept with TASK_STORE=memory; the oldest go first");

  static final Key<Duration> TASK_RETENTION_HOURS =
      new Key<>("TASK_RETENTION_HOURS", Rule.hours(), "24", "How long a finished task is kept");

  static final Key<Integer> RESULT_KEEP_BYTES =
      new Key<>(
          "RESULT_KEEP_BYTES",
          Rule.bytes(0, GIB),
          "10240",
          "How large an answer the record of a task keeps; the caller gets it whole all the same");

  static final Key<Integer> RESULT_KEEP_BYTES_ASYNC =
      new Key<>(
          "RESULT_KEEP_BYTES_ASYNC",
          Rule.bytes(0, GIB),
          "1048576",
          "The same for an asynchronous task, whose record is all that its caller gets");

  static final Key<Integer> MAX_REQUEST_BYTES =
      new Key<>(
          "MAX_REQUEST_BYTES",
          Rule.bytes(1, GIB),
          "1048576",
          "The largest request body that is taken");

  static final Key<Integer> RESPONSE_MAX_BYTES =
      new Key<>(
          "RESPONSE_MAX_BYTES",
          Rule.bytes(1, GIB),
          "10485760",
          "The largest answer of a droplet that is read");

  static final Key<Integer> EVENT_HISTORY =
      new Key<>(
          "EVENT_HISTORY",
          Rule.whole(100, 100_000),
          "20000",
          "How many events are kept in memory for readers of /events that come back");

  static final Key<Path> DATA_DIR =
      new Key<>(
          "DATA_DIR",
          Rule.directory(),
          "data/",
          "Where this process keeps what must survive a restart");

  static final Key<String> DATABASE_URL =
      new Key<>(
          "DATABASE_URL",
          Rule.text("postgresql://user:password@host:port/database"),
          "",
          "The PostgreSQL database that keeps the tasks; every process with the same one is a node of one"
              + " cluster. Needs REGISTRY_URL. When not set, a file in DATA_DIR keeps them");

  static final Key<StoreKind> TASK_STORE =
      new Key<>(
          "TASK_STORE",
          Rule.oneOf(List.of(StoreKind.values()), StoreKind::wire),
          "auto",
          "What keeps the tasks: auto is as DATABASE_URL says; with memory nothing survives a restart");

  static final Key<Duration> LEASE_SECONDS =
      new Key<>(
          "LEASE_SECONDS",
          Rule.seconds(),
          "10",
          "How long a node of a cluster may be silent before others carry its tasks on; it speaks at a"
              + " third of that");

  static final Key<Duration> SHUTDOWN_GRACE =
      new Key<>(
          "SHUTDOWN_GRACE",
          Rule.secondsOrZero(),
          "30",
          "How long running tasks may go on after a signal to stop");

  /** All of them, in the order in which people are shown them. */
  public static final List<Key<?>> ALL =
      List.of(
          HOST,
          PORT,
          PUBLIC_URL,
          DROPLET_ID,
          ENVIRONMENT,
          LOG_LEVEL,
          LOG_FORMAT,
          REGISTRY_URL,
          REGISTRY_PORT,
          REGISTRY_SYNC_INTERVAL,
          REGISTRY_TIMEOUT,
          REGISTRY_CACHE_EXPIRY,
          CACHE_DIR,
          DROPLET_PROBE_INTERVAL,
          HEARTBEAT_TIMEOUT,
          TASK_TIMEOUT,
          TASK_ATTEMPT_TIMEOUT,
          TASK_MAX_RETRIES,
          TASK_BACKOFF_BASE,
          MAX_CONCURRENT_TASKS,
          TASK_MAX_HISTORY,
          TASK_RETENTION_HOURS,
          RESULT_KEEP_BYTES,
          RESULT_KEEP_BYTES_ASYNC,
          MAX_REQUEST_BYTES,
          RESPONSE_MAX_BYTES,
          EVENT_HISTORY,
          DATA_DIR,
          TASK_STORE,
          DATABASE_URL,
          LEASE_SECONDS,
          SHUTDOWN_GRACE,
          OutboundKeys.ALLOW_TARGETS,
          OutboundKeys.DENY_TARGETS,
          AuthKeys.AUTH_MODE,
          AuthKeys.AUTH_PUBLIC_KEY,
          AuthKeys.AUTH_JWKS_URL,
          AuthKeys.AUTH_KEY_FROM_REGISTRY,
          AuthKeys.AUTH_ISSUER,
          AuthKeys.AUTH_AUDIENCE,
          OutboundKeys.CALLBACK_URLS,
          OutboundKeys.CALLBACK_SECRET,
          TlsKeys.TLS_CERT,
          TlsKeys.TLS_KEY,
          TlsKeys.TLS_CA,
          TlsKeys.TLS_CLIENT_CERT,
          TlsKeys.TLS_CLIENT_KEY,
          TelemetryKeys.OTEL_EXPORTER_OTLP_ENDPOINT,
          TelemetryKeys.OTEL_EXPORTER_OTLP_PROTOCOL,
          TelemetryKeys.OTEL_EXPORTER_OTLP_HEADERS,
          TelemetryKeys.OTEL_SERVICE_NAME,
          TelemetryKeys.OTEL_RESOURCE_ATTRIBUTES,
          TelemetryKeys.OTEL_TRACES_SAMPLER,
          TelemetryKeys.OTEL_TRACES_SAMPLER_ARG,
          TelemetryKeys.OTEL_METRIC_EXPORT_INTERVAL);

  private Keys() {}
}
