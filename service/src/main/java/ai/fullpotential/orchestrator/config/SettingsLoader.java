package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.config.Settings.Environment;
import ai.fullpotential.orchestrator.config.Settings.StoreKind;
import ai.fullpotential.orchestrator.dispatch.DispatchSettings;
import ai.fullpotential.orchestrator.embedded.EmbeddedSettings;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.registry.RegistrySettings;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.store.DatabaseUrl;
import ai.fullpotential.orchestrator.store.HistorySettings;
import ai.fullpotential.orchestrator.store.StoreSettings;
import ai.fullpotential.orchestrator.task.TaskLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the settings from the environment and from a {@code .env} file in the working directory. The
 * environment wins. All that is wrong is told at once.
 */
public final class SettingsLoader {

  private final Map<String, String> environment;
  private final Path workingDirectory;
  private final Predicate<Path> canBeWritten;

  /**
   * Reads what the arguments say.
   *
   * @param canBeWritten whether a directory is there, or could be made, and written to
   */
  SettingsLoader(
      Map<String, String> environment, Path workingDirectory, Predicate<Path> canBeWritten) {
    this.environment = Map.copyOf(environment);
    this.workingDirectory = workingDirectory;
    this.canBeWritten = canBeWritten;
  }

  /** Reads this environment, and the file in this directory. */
  public SettingsLoader(Map<String, String> environment, Path workingDirectory) {
    this(environment, workingDirectory, SettingsLoader::canBeWritten);
  }

  /** Reads the environment and the working directory of this process. */
  public static SettingsLoader ofThisProcess() {
    return new SettingsLoader(System.getenv(), Path.of(""));
  }

  /** Reads everything now. */
  public Loading load() {
    Lookup in = new Lookup(environment, EnvFile.in(workingDirectory));
    Settings settings = settings(in);
    return in.faults().isEmpty()
        ? new Loading.Loaded(settings, in.effective(), in.warnings())
        : new Loading.Faulty(in.faults(), in.warnings());
  }

  private Settings settings(Lookup in) {
    String version = Version.current();
    TlsLoader tls = new TlsLoader(in, workingDirectory);
    ServerSettings server =
        ServerSettings.at(in.get(Keys.HOST), in.get(Keys.PORT), in.get(Keys.MAX_REQUEST_BYTES))
            .with(tls.server());
    ServerSettings registryServer =
        ServerSettings.at(server.host(), in.get(Keys.REGISTRY_PORT), server.maxBodyBytes());
    Path dataDir = directory(in, Keys.DATA_DIR, in.get(Keys.DATA_DIR));
    Environment environment = in.get(Keys.ENVIRONMENT);
    RegistrySettings registry = registry(in, version, server, registryServer);
    OutboundLoader outbound = new OutboundLoader(in);
    return new Settings(
        version,
        environment,
        in.get(Keys.LOG_LEVEL),
        in.get(Keys.LOG_FORMAT),
        server,
        registry,
        embedded(in, version, server.port(), registryServer, dataDir),
        store(in, dataDir),
        dispatch(in),
        in.get(Keys.RESPONSE_MAX_BYTES),
        in.get(Keys.EVENT_HISTORY),
        in.get(Keys.SHUTDOWN_GRACE),
        outbound.settings(tls),
        outbound.callbacks(),
        new TelemetryLoader(in).settings(version),
        new AuthLoader(in, workingDirectory).settings(environment, registry.url()));
  }

  private RegistrySettings registry(
      Lookup in, String version, ServerSettings server, ServerSettings registryServer) {
    return new RegistrySettings(
        in.getOr(
            Keys.REGISTRY_URL,
            urlFromHere(registryServer),
            "default: the Registry in this process"),
        in.getOr(
            Keys.PUBLIC_URL,
            new BaseUrl(server.certificate().isPresent(), "localhost", server.port(), "")),
        in.get(Keys.DROPLET_ID),
        version,
        in.get(Keys.REGISTRY_SYNC_INTERVAL),
        in.get(Keys.REGISTRY_TIMEOUT),
        in.get(Keys.REGISTRY_CACHE_EXPIRY),
        directory(in, Keys.CACHE_DIR, in.getOr(Keys.CACHE_DIR, usualCacheDir())),
        in.get(Keys.DROPLET_PROBE_INTERVAL),
        in.get(Keys.HEARTBEAT_TIMEOUT));
  }

  private static Optional<EmbeddedSettings> embedded(
      Lookup in, String version, int ownPort, ServerSettings server, Path dataDir) {
    if (in.isSet(Keys.REGISTRY_URL)) {
      return Optional.empty();
    }
    boolean portsCount = !in.isFaulty(Keys.PORT) && !in.isFaulty(Keys.REGISTRY_PORT);
    if (portsCount && server.port() != 0 && server.port() == ownPort) {
      in.fault(
          Keys.REGISTRY_PORT,
          "must differ from PORT; or set REGISTRY_URL to use a Registry outside this process");
    }
    return Optional.of(new EmbeddedSettings(server, dataDir, version));
  }

  private static StoreSettings store(Lookup in, Path dataDir) {
    Duration retention = in.get(Keys.TASK_RETENTION_HOURS);
    HistorySettings history = new HistorySettings(in.get(Keys.TASK_MAX_HISTORY), retention);
    Duration lease = in.get(Keys.LEASE_SECONDS);
    String url = in.get(Keys.DATABASE_URL);
    boolean memory = in.get(Keys.TASK_STORE) == StoreKind.MEMORY;
    if (url.isEmpty()) {
      return memory
          ? new StoreSettings.Memory(history)
          : new StoreSettings.Sqlite(dataDir, retention);
    }
    if (memory) {
      in.fault(Keys.TASK_STORE, "must not be memory when DATABASE_URL is set; unset one of them");
    }
    if (!in.isSet(Keys.REGISTRY_URL)) {
      in.fault(
          Keys.DATABASE_URL,
          "needs REGISTRY_URL: the Registries in the processes of its nodes would differ");
    }
    try {
      return new StoreSettings.Postgres(DatabaseUrl.parse(url), retention, lease);
    } catch (IllegalArgumentException e) {
      in.fault(Keys.DATABASE_URL, String.valueOf(e.getMessage()));
      return new StoreSettings.Memory(history);
    }
  }

  private static DispatchSettings dispatch(Lookup in) {
    RetryPolicy retry =
        new RetryPolicy(
            in.get(Keys.TASK_MAX_RETRIES), Backoff.doubling(in.get(Keys.TASK_BACKOFF_BASE)));
    TaskLimits limits =
        new TaskLimits(
            retry,
            in.get(Keys.TASK_ATTEMPT_TIMEOUT),
            in.get(Keys.TASK_TIMEOUT),
            in.get(Keys.RESULT_KEEP_BYTES));
    return new DispatchSettings(
        limits, in.get(Keys.RESULT_KEEP_BYTES_ASYNC), in.get(Keys.MAX_CONCURRENT_TASKS));
  }

  /** Where a server of this process is found from within it. */
  private static BaseUrl urlFromHere(ServerSettings server) {
    String host =
        switch (server.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "[::1]";
          case String address when address.contains(":") -> "[" + address + "]";
          case String name -> name;
        };
    return new BaseUrl(false, host, server.port(), "");
  }

  private Path usualCacheDir() {
    Path shared = Keys.CACHE_DIR.standardValue();
    return canBeWritten.test(shared) ? shared : Path.of("data");
  }

  private Path directory(Lookup in, Key<Path> key, Path path) {
    Path resolved = workingDirectory.resolve(path);
    if (Files.exists(resolved) && !Files.isDirectory(resolved)) {
      in.fault(key, "must be " + key.allowed() + "; this is a file");
    }
    return resolved;
  }

  private static boolean canBeWritten(Path directory) {
    Path nearest = directory;
    while (nearest.getParent() != null && Files.notExists(nearest)) {
      nearest = nearest.getParent();
    }
    return Files.isDirectory(nearest) && Files.isWritable(nearest);
  }
}
