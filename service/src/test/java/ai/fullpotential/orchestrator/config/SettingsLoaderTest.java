package ai.fullpotential.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.auth.AuthSettings;
import ai.fullpotential.orchestrator.auth.Expected;
import ai.fullpotential.orchestrator.config.Settings.Environment;
import ai.fullpotential.orchestrator.config.Settings.LogFormat;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ai.fullpotential.orchestrator.dispatch.DispatchSettings;
import ai.fullpotential.orchestrator.embedded.EmbeddedSettings;
import ai.fullpotential.orchestrator.invoke.CallbackSettings;
import ai.fullpotential.orchestrator.invoke.CallbackUrls;
import ai.fullpotential.orchestrator.invoke.WebhookSecret;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.Cidr;
import ai.fullpotential.orchestrator.net.OutboundSettings;
import ai.fullpotential.orchestrator.net.PemPair;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.net.TargetRules;
import ai.fullpotential.orchestrator.net.TestCertificates;
import ai.fullpotential.orchestrator.registry.RegistrySettings;
import ai.fullpotential.orchestrator.retry.Backoff;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.store.DatabaseUrl;
import ai.fullpotential.orchestrator.store.HistorySettings;
import ai.fullpotential.orchestrator.store.StoreSettings;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.telemetry.Sampling;
import ai.fullpotential.orchestrator.telemetry.TelemetrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {

  @TempDir Path directory;

  @Test
  void withNothingSetEveryDefaultHolds() {
    assertThat(load(Map.of()))
        .isEqualTo(
            new Settings(
                Version.current(),
                Environment.DEVELOPMENT,
                LogLevel.INFO,
                LogFormat.TEXT,
                ServerSettings.at("0.0.0.0", 8001, 1048576),
                new RegistrySettings(
                    url("http://127.0.0.1:8000"),
                    url("http://localhost:8001"),
                    2,
                    Version.current(),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(300),
                    Path.of("/var/cache/fpai"),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(90)),
                Optional.of(
                    new EmbeddedSettings(
                        ServerSettings.at("0.0.0.0", 8000, 1048576),
                        directory.resolve("data"),
                        Version.current())),
                new StoreSettings.Sqlite(directory.resolve("data"), Duration.ofHours(24)),
                new DispatchSettings(
                    new TaskLimits(
                        new RetryPolicy(3, Backoff.doubling(Duration.ofSeconds(1))),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        10240),
                    1048576,
                    5000),
                10485760,
                20000,
                Duration.ofSeconds(30),
                OutboundSettings.STANDARD,
                CallbackSettings.NONE,
                new TelemetrySettings(
                    Optional.empty(),
                    Map.of(),
                    Map.of("service.name", "orchestrator", "service.version", Version.current()),
                    Sampling.ALL,
                    Duration.ofSeconds(60)),
                new AuthSettings.None()));
  }

  @Test
  void everyKeyArrivesWhereItIsUsed() {
    TestCertificates ca = TestCertificates.authority(directory);
    PemPair server = ca.issue("server", "dns:mesh.example");
    PemPair client = ca.issue("client", "dns:client.example");
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("AUTH_MODE", "jwt"),
            Map.entry("AUTH_JWKS_URL", "https://keys.example/jwks.json"),
            Map.entry("AUTH_PUBLIC_KEY", ""),
            Map.entry("AUTH_KEY_FROM_REGISTRY", "false"),
            Map.entry("AUTH_ISSUER", "https://issuer.example"),
            Map.entry("AUTH_AUDIENCE", "mesh"),
            Map.entry("HOST", "127.0.0.2"),
            Map.entry("PORT", "9001"),
            Map.entry("PUBLIC_URL", "https://mesh.example/orchestrator/"),
            Map.entry("DROPLET_ID", "77"),
            Map.entry("ENVIRONMENT", "production"),
            Map.entry("LOG_LEVEL", "WARNING"),
            Map.entry("LOG_FORMAT", "json"),
            Map.entry("REGISTRY_URL", "http://registry.example:8500/base"),
            Map.entry("REGISTRY_PORT", "9000"),
            Map.entry("REGISTRY_SYNC_INTERVAL", "61"),
            Map.entry("REGISTRY_TIMEOUT", "1.5"),
            Map.entry("REGISTRY_CACHE_EXPIRY", "301"),
            Map.entry("CACHE_DIR", "/somewhere/else"),
            Map.entry("DROPLET_PROBE_INTERVAL", "0.25"),
            Map.entry("HEARTBEAT_TIMEOUT", "91"),
            Map.entry("TASK_TIMEOUT", "31"),
            Map.entry("TASK_ATTEMPT_TIMEOUT", "6"),
            Map.entry("TASK_MAX_RETRIES", "0"),
            Map.entry("TASK_BACKOFF_BASE", "0.05"),
            Map.entry("MAX_CONCURRENT_TASKS", "17"),
            Map.entry("TASK_MAX_HISTORY", "18"),
            Map.entry("TASK_RETENTION_HOURS", "0.5"),
            Map.entry("RESULT_KEEP_BYTES", "0"),
            Map.entry("RESULT_KEEP_BYTES_ASYNC", "20"),
            Map.entry("MAX_REQUEST_BYTES", "21"),
            Map.entry("RESPONSE_MAX_BYTES", "22"),
            Map.entry("EVENT_HISTORY", "123"),
            Map.entry("DATA_DIR", "kept"),
            Map.entry("TASK_STORE", "auto"),
            Map.entry("DATABASE_URL", "postgresql://me@db.example/tasks"),
            Map.entry("LEASE_SECONDS", "2.5"),
            Map.entry("SHUTDOWN_GRACE", "0"),
            Map.entry("ALLOW_TARGETS", "10.0.0.0/8, fd00::/8,"),
            Map.entry("DENY_TARGETS", "10.9.8.7"),
            Map.entry("TLS_CERT", "server.pem"),
            Map.entry("TLS_KEY", server.key().toString()),
            Map.entry("TLS_CA", ca.certificate().toString()),
            Map.entry("TLS_CLIENT_CERT", client.certificate().toString()),
            Map.entry("TLS_CLIENT_KEY", client.key().toString()),
            Map.entry("CALLBACK_URLS", "https://hooks.example/, http://10.0.0.1:99/in"),
            Map.entry(
                "CALLBACK_SECRET", "whsec_" + "bmV3".repeat(10) + " whsec_" + "b2xk".repeat(10)),
            Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/base/"),
            Map.entry("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            Map.entry("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20x=+y, b=2"),
            Map.entry("OTEL_SERVICE_NAME", "router"),
            Map.entry("OTEL_RESOURCE_ATTRIBUTES", "service.name=other,zone=a"),
            Map.entry("OTEL_TRACES_SAMPLER", "traceidratio"),
            Map.entry("OTEL_TRACES_SAMPLER_ARG", "0.25"),
            Map.entry("OTEL_METRIC_EXPORT_INTERVAL", "1500"));
    assertThat(environment).containsOnlyKeys(Keys.ALL.stream().map(Key::name).toList());

    assertThat(load(environment))
        .isEqualTo(
            new Settings(
                Version.current(),
                Environment.PRODUCTION,
                LogLevel.WARNING,
                LogFormat.JSON,
                ServerSettings.at("127.0.0.2", 9001, 21).with(Optional.of(server)),
                new RegistrySettings(
                    url("http://registry.example:8500/base"),
                    url("https://mesh.example/orchestrator"),
                    77,
                    Version.current(),
                    Duration.ofSeconds(61),
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(301),
                    Path.of("/somewhere/else"),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(91)),
                Optional.empty(),
                new StoreSettings.Postgres(
                    DatabaseUrl.parse("postgresql://me@db.example/tasks"),
                    Duration.ofMinutes(30),
                    Duration.ofMillis(2500)),
                new DispatchSettings(
                    new TaskLimits(
                        new RetryPolicy(0, Backoff.doubling(Duration.ofMillis(50))),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(31),
                        0),
                    20,
                    17),
                22,
                123,
                Duration.ZERO,
                new OutboundSettings(
                    new TargetRules(
                        List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")),
                        List.of(Cidr.parse("10.9.8.7/32"))),
                    Optional.of(ca.certificate()),
                    Optional.of(client)),
                new CallbackSettings(
                    new CallbackUrls(
                        List.of(url("https://hooks.example"), url("http://10.0.0.1:99/in"))),
                    List.of(
                        WebhookSecret.parse("whsec_" + "bmV3".repeat(10)).orElseThrow(),
                        WebhookSecret.parse("whsec_" + "b2xk".repeat(10)).orElseThrow())),
                new TelemetrySettings(
                    Optional.of("http://collector:4318/base"),
                    Map.of("Authorization", "Bearer x=+y", "b", "2"),
                    Map.of(
                        "service.name",
                        "router",
                        "zone",
                        "a",
                        "service.version",
                        Version.current()),
                    new Sampling(false, 0.25),
                    Duration.ofMillis(1500)),
                new AuthSettings.Jwt(
                    new AuthSettings.Trust.Told(
                        List.of(
                            new AuthSettings.Place(
                                new BaseUrl(true, "keys.example", 443, ""), "/jwks.json"))),
                    new Expected(Optional.of("https://issuer.example"), Optional.of("mesh")))));
  }

  private List<Fault> faults(Map<String, String> environment) {
    Loading loading = new SettingsLoader(environment, directory, _ -> true).load();
    assertThat(loading).isInstanceOf(Loading.Faulty.class);
    return ((Loading.Faulty) loading).faults();
  }

  @Test
  void withACertificateThePublicUrlIsHttpsUnlessItIsSaid() {
    PemPair server = TestCertificates.authority(directory).issue("server", "dns:localhost");
    Map<String, String> tls =
        Map.of("TLS_CERT", server.certificate().toString(), "TLS_KEY", server.key().toString());
    assertThat(load(tls).registry().publicUrl()).isEqualTo(url("https://localhost:8001"));
  }

  @Test
  void theStoreInMemoryKeepsAsMuchAsIsSaid() {
    assertThat(load(Map.of("TASK_STORE", "memory", "TASK_MAX_HISTORY", "18")).store())
        .isEqualTo(new StoreSettings.Memory(new HistorySettings(18, Duration.ofHours(24))));
  }

  @Test
  void aDatabaseNeedsARegistryAndNoOtherStore() {
    assertThat(
            faults(
                Map.of("TASK_STORE", "memory", "DATABASE_URL", "postgresql://me:secret@db/tasks")))
        .hasSize(2)
        .allSatisfy(fault -> assertThat(fault.toString()).doesNotContain("secret"))
        .extracting(Fault::key)
        .containsExactly("TASK_STORE", "DATABASE_URL");
    assertThat(faults(Map.of("DATABASE_URL", "mysql://db", "REGISTRY_URL", "http://r")))
        .singleElement()
        .extracting(Fault::problem)
        .asString()
        .startsWith("must look like postgresql://");
  }

  @Test
  void dataDirIsTakenFromTheWorkingDirectory() {
    assertThat(load(Map.of("DATA_DIR", "kept")).embedded().orElseThrow().dataDir())
        .isEqualTo(directory.resolve("kept"));
    assertThat(load(Map.of("DATA_DIR", "/kept")).embedded().orElseThrow().dataDir())
        .isEqualTo(Path.of("/kept"));
  }

  @Test
  void theCacheGoesToDataWhereTheSharedDirectoryCannotBeWritten() {
    assertThat(new Loads(directory, false).settings(Map.of()).registry().cacheDir())
        .isEqualTo(directory.resolve("data"));
  }

  @Test
  void theSharedDirectoryIsLookedForOnThisMachine() {
    Path cache =
        ((Loading.Loaded) new SettingsLoader(Map.of(), directory).load())
            .settings()
            .registry()
            .cacheDir();

    assertThat(cache).isIn(Path.of("/var/cache/fpai"), directory.resolve("data"));
  }

  @Test
  void thisProcessHasSettingsOrFaults() {
    assertThat(SettingsLoader.ofThisProcess().load().warnings()).isNotNull();
  }

  @Test
  void wordsMayBeInAnyCase() {
    Settings settings =
        load(Map.of("ENVIRONMENT", "Staging", "LOG_LEVEL", "debug", "LOG_FORMAT", "JSON"));

    assertThat(settings.environment()).isEqualTo(Environment.STAGING);
    assertThat(settings.logLevel()).isEqualTo(LogLevel.DEBUG);
    assertThat(settings.logFormat()).isEqualTo(LogFormat.JSON);
  }

  @Test
  void blanksAroundAValueDoNotCount() {
    assertThat(load(Map.of("PORT", "  9001\t")).server().port()).isEqualTo(9001);
  }

  @Test
  void anEmptyRegistryUrlMeansTheEmbeddedRegistry() {
    assertThat(load(Map.of("REGISTRY_URL", ""))).isEqualTo(load(Map.of()));
    assertThat(load(Map.of("REGISTRY_URL", "  "))).isEqualTo(load(Map.of()));
  }

  @Test
  void theEmbeddedRegistryIsReachedWhereItListens() {
    assertThat(registryUrl(Map.of("REGISTRY_PORT", "9000"))).isEqualTo("http://127.0.0.1:9000");
    assertThat(registryUrl(Map.of("HOST", "10.0.0.7"))).isEqualTo("http://10.0.0.7:8000");
    assertThat(registryUrl(Map.of("HOST", "localhost"))).isEqualTo("http://localhost:8000");
    assertThat(registryUrl(Map.of("HOST", "::"))).isEqualTo("http://[::1]:8000");
    assertThat(registryUrl(Map.of("HOST", "fe80::1"))).isEqualTo("http://[fe80::1]:8000");
  }

  private String registryUrl(Map<String, String> environment) {
    return load(environment).registry().url().toString();
  }

  @Test
  void thePublicUrlFollowsThePort() {
    assertThat(load(Map.of("PORT", "9001")).registry().publicUrl())
        .hasToString("http://localhost:9001");
  }

  @Test
  void portsMayBeLeftOpenAndAreFilledInOnceKnown() {
    Settings open = load(Map.of("PORT", "0", "REGISTRY_PORT", "0"));

    Settings known = open.withPort(40001).withRegistryPort(40000);

    assertThat(known.registry().publicUrl()).hasToString("http://localhost:40001");
    assertThat(known.registry().url()).hasToString("http://127.0.0.1:40000");
  }

  @Test
  void urlsThatWereSetKeepTheirPorts() {
    Settings set =
        load(
            Map.of(
                "PORT", "0", "PUBLIC_URL", "http://me.example:80", "REGISTRY_URL", "http://r:81"));

    Settings known = set.withPort(40001).withRegistryPort(40000);

    assertThat(known.registry().publicUrl()).hasToString("http://me.example");
    assertThat(known.registry().url()).hasToString("http://r:81");
  }

  @Test
  void theOldNameOfTheCacheDirectoryStillHolds() {
    assertThat(load(Map.of("REGISTRY_CACHE_DIR", "/old")).registry().cacheDir())
        .isEqualTo(Path.of("/old"));
    assertThat(load(Map.of("CACHE_DIR", "", "REGISTRY_CACHE_DIR", "/old")).registry().cacheDir())
        .isEqualTo(Path.of("/old"));
  }

  @Test
  void theNewNameOfTheCacheDirectoryWinsAndTheOldOneIsWarnedOf() {
    Loading.Loaded loaded =
        Loads.in(directory).loaded(Map.of("CACHE_DIR", "/new", "REGISTRY_CACHE_DIR", "/old"));

    assertThat(loaded.settings().registry().cacheDir()).isEqualTo(Path.of("/new"));
    assertThat(loaded.warnings())
        .containsExactly(
            "REGISTRY_CACHE_DIR (environment) has no effect: CACHE_DIR (environment) is set");
  }

  @Test
  void bothNamesOfTheCacheDirectoryMayAgree() {
    assertThat(
            Loads.in(directory)
                .loaded(Map.of("CACHE_DIR", "/one", "REGISTRY_CACHE_DIR", "/one"))
                .warnings())
        .isEmpty();
  }

  @Test
  void everyEffectiveValueComesWithItsOrigin() {
    Loading.Loaded loaded =
        Loads.in(directory).withFile("# mine", "LOG_LEVEL=DEBUG").loaded(Map.of("PORT", " 9001 "));

    assertThat(loaded.effective().stream().map(Effective::key))
        .containsExactlyElementsOf(Keys.ALL.stream().map(Key::name).toList());
    assertThat(loaded.effective())
        .contains(
            new Effective("PORT", "9001", "environment"),
            new Effective("LOG_LEVEL", "DEBUG", ".env line 2"),
            new Effective("HOST", "0.0.0.0", "default"),
            new Effective("PUBLIC_URL", "http://localhost:9001", "default"),
            new Effective(
                "REGISTRY_URL", "http://127.0.0.1:8000", "default: the Registry in this process"));
  }

  private Settings load(Map<String, String> environment) {
    return Loads.in(directory).settings(environment);
  }

  private static BaseUrl url(String text) {
    return BaseUrl.parse(text).orElseThrow();
  }
}
