package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.auth.AuthSettings;
import ai.fullpotential.orchestrator.dispatch.DispatchSettings;
import ai.fullpotential.orchestrator.embedded.EmbeddedSettings;
import ai.fullpotential.orchestrator.invoke.CallbackSettings;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.OutboundSettings;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.registry.RegistrySettings;
import ai.fullpotential.orchestrator.store.StoreSettings;
import ai.fullpotential.orchestrator.telemetry.TelemetrySettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set, checked. docs/configuration.md has each key with its default.
 *
 * @param version of this program
 * @param environment development, staging or production
 * @param logLevel the least that is logged
 * @param logFormat text or JSON lines
 * @param server where this service listens
 * @param registry the Registry and how it is used
 * @param embedded the Registry to run in this process; empty when REGISTRY_URL names another
 * @param store what keeps the tasks
 * @param dispatch the defaults of tasks
 * @param responseMaxBytes the largest answer of a droplet that is read
 * @param eventHistory how many events are kept for readers that come back
 * @param shutdownGrace how long running tasks may go on after a signal to stop
 * @param outbound how others are called
 * @param callbacks who may be told of ends, and how that is signed
 * @param telemetry what is sent by OTLP
 * @param auth who gets in
 */
public record Settings(
    String version,
    Environment environment,
    LogLevel logLevel,
    LogFormat logFormat,
    ServerSettings server,
    RegistrySettings registry,
    Optional<EmbeddedSettings> embedded,
    StoreSettings store,
    DispatchSettings dispatch,
    int responseMaxBytes,
    int eventHistory,
    Duration shutdownGrace,
    OutboundSettings outbound,
    CallbackSettings callbacks,
    TelemetrySettings telemetry,
    AuthSettings auth) {

  /**
   * The same once the server listens: the port that was free takes the place of port 0, also in a
   * public URL that was made from it.
   */
  public Settings withPort(int actual) {
    return with(
        server.withPort(actual), registry.withPublicUrl(withPort(registry.publicUrl(), actual)));
  }

  /** The same once the embedded Registry listens: its URL gets the port that was free. */
  public Settings withRegistryPort(int actual) {
    return with(server, registry.withUrl(withPort(registry.url(), actual)));
  }

  private static BaseUrl withPort(BaseUrl url, int actual) {
    return url.port() == 0 ? new BaseUrl(url.secure(), url.host(), actual, url.basePath()) : url;
  }

  private Settings with(ServerSettings listening, RegistrySettings changed) {
    return new Settings(
        version,
        environment,
        logLevel,
        logFormat,
        listening,
        changed,
        embedded,
        store,
        dispatch,
        responseMaxBytes,
        eventHistory,
        shutdownGrace,
        outbound,
        callbacks,
        telemetry,
        auth);
  }

  /** Where this process runs. */
  public enum Environment {
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    /** As it is written in the variable. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What keeps the tasks. */
  public enum StoreKind {
    /** PostgreSQL when DATABASE_URL is set, else a file in DATA_DIR. */
    AUTO,
    /** Memory. */
    MEMORY;

    /** As it is written in the variable. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The least that is logged. */
  public enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR
  }

  /** How a log line looks. */
  public enum LogFormat {
    TEXT,
    JSON
  }
}
