package ai.fullpotential.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.PemPair;
import ai.fullpotential.orchestrator.net.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SettingsFaultsTest {

  private static final List<String> NO_PORTS =
      List.of("-1", "65536", "80a", "8001.0", "1e3", "٣", "+1");
  private static final List<String> NO_URLS =
      List.of(
          "registry",
          "ftp://h",
          "http://",
          "http://h?q=1",
          "http://h#f",
          "http://h:0",
          "//h",
          "http://a b");
  private static final List<String> NO_TIMES =
      List.of("0", "-1", "5s", "1e3", "0.0000000001", "31536001", ".");
  private static final List<String> NO_TIMES_OR_ZERO =
      List.of("-1", "-0.1", "5s", "1,5", "31536000.1", ".");
  private static final List<String> NO_BYTES =
      List.of("-1", "1k", "10 MiB", "1073741825", "99999999999999999999");

  private static final Map<String, List<String>> BAD =
      Map.ofEntries(
          Map.entry("HOST", List.of("http://0.0.0.0", "a b", "[::]", "host:80", "héllo")),
          Map.entry("PORT", NO_PORTS),
          Map.entry("PUBLIC_URL", NO_URLS),
          Map.entry("DROPLET_ID", List.of("0", "-2", "two", "2.0", "9007199254740993")),
          Map.entry("ENVIRONMENT", List.of("prod", "development,staging")),
          Map.entry("LOG_LEVEL", List.of("VERBOSE", "WARN", "1")),
          Map.entry("LOG_FORMAT", List.of("xml", "jsonl")),
          Map.entry("REGISTRY_URL", NO_URLS),
          Map.entry("REGISTRY_PORT", NO_PORTS),
          Map.entry("REGISTRY_SYNC_INTERVAL", NO_TIMES),
          Map.entry("REGISTRY_TIMEOUT", NO_TIMES),
          Map.entry("REGISTRY_CACHE_EXPIRY", NO_TIMES),
          Map.entry("CACHE_DIR", List.of("a\0b")),
          Map.entry("DROPLET_PROBE_INTERVAL", NO_TIMES),
          Map.entry("HEARTBEAT_TIMEOUT", NO_TIMES),
          Map.entry("TASK_TIMEOUT", NO_TIMES),
          Map.entry("TASK_ATTEMPT_TIMEOUT", NO_TIMES),
          Map.entry("TASK_MAX_RETRIES", List.of("-1", "1001", "many", "1.5")),
          Map.entry("TASK_BACKOFF_BASE", NO_TIMES_OR_ZERO),
          Map.entry("MAX_CONCURRENT_TASKS", List.of("0", "-1", "1000001", "all")),
          Map.entry("TASK_MAX_HISTORY", List.of("0", "-1", "10000001", "all")),
          Map.entry("TASK_RETENTION_HOURS", List.of("0", "-1", "24h", "87601")),
          Map.entry("RESULT_KEEP_BYTES", NO_BYTES),
          Map.entry("RESULT_KEEP_BYTES_ASYNC", NO_BYTES),
          Map.entry("MAX_REQUEST_BYTES", Stream.concat(NO_BYTES.stream(), Stream.of("0")).toList()),
          Map.entry(
              "RESPONSE_MAX_BYTES", Stream.concat(NO_BYTES.stream(), Stream.of("0")).toList()),
          Map.entry("EVENT_HISTORY", List.of("99", "100001", "many")),
          Map.entry("DATA_DIR", List.of("a\0b")),
          Map.entry("TASK_STORE", List.of("disk", "sqlite", "MEMORY,AUTO")),
          Map.entry("LEASE_SECONDS", NO_TIMES),
          Map.entry("SHUTDOWN_GRACE", NO_TIMES_OR_ZERO),
          Map.entry("AUTH_MODE", List.of("basic", "yes", "jwt,none")),
          Map.entry("AUTH_PUBLIC_KEY", List.of("a\0b")),
          Map.entry("AUTH_JWKS_URL", NO_URLS),
          Map.entry("AUTH_KEY_FROM_REGISTRY", List.of("yes", "1", "maybe")),
          Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", NO_URLS),
          Map.entry("OTEL_RESOURCE_ATTRIBUTES", List.of("a", "a=1,b", "=1")),
          Map.entry("OTEL_TRACES_SAMPLER", List.of("jaeger_remote", "always", "on")),
          Map.entry("OTEL_TRACES_SAMPLER_ARG", List.of("-0.1", "1.1", "50%", "1e-3", ".")),
          Map.entry("OTEL_METRIC_EXPORT_INTERVAL", List.of("0", "-1", "60s", "1.5", "86400001")));

  /** What is wrong with these is told more closely, or nothing can be. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "DATABASE_URL",
          "AUTH_ISSUER",
          "AUTH_AUDIENCE",
          "ALLOW_TARGETS",
          "DENY_TARGETS",
          "CALLBACK_URLS",
          "CALLBACK_SECRET",
          "TLS_CERT",
          "TLS_KEY",
          "TLS_CA",
          "TLS_CLIENT_CERT",
          "TLS_CLIENT_KEY",
          "OTEL_EXPORTER_OTLP_PROTOCOL",
          "OTEL_EXPORTER_OTLP_HEADERS",
          "OTEL_SERVICE_NAME");

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> aBadValueIsRefusedByKeyAndValueWithWhatIsAllowed() {
    assertThat(BAD)
        .containsOnlyKeys(
            Keys.ALL.stream().map(Key::name).filter(name -> !ELSEWHERE.contains(name)).toList());
    return Keys.ALL.stream()
        .flatMap(
            key ->
                BAD.getOrDefault(key.name(), List.of()).stream()
                    .map(
                        bad ->
                            DynamicTest.dynamicTest(
                                key.name() + "=" + bad, () -> refuses(key, bad))));
  }

  private void refuses(Key<?> key, String bad) {
    assertThat(Loads.in(directory).faults(Map.of(key.name(), bad)))
        .containsExactly(
            key.name() + "=" + bad.replace('\0', '?') + " (environment): must be " + key.allowed());
  }

  @Test
  void aHeaderIsRefusedWithoutShowingIt() {
    for (String bad : List.of("secret", "a=secret\u00e9", "a b=secret", "a=%zsecret")) {
      assertThat(Loads.in(directory).faults(Map.of("OTEL_EXPORTER_OTLP_HEADERS", bad)))
          .hasSize(1)
          .allSatisfy(
              fault ->
                  assertThat(fault)
                      .startsWith("OTEL_EXPORTER_OTLP_HEADERS=*** (environment): ")
                      .doesNotContain("secret"));
    }
  }

  @Test
  void eachRangeThatIsWrongIsToldWithWhatIsWrong() {
    String list =
        "10.0.0.0/8, 10.1.2.3/8,10.0.0.0/33,here,1.2.3,010.0.0.1,fe80::1%eth0,::ffff:0:0/95";
    assertThat(Loads.in(directory).faults(Map.of("DENY_TARGETS", list)))
        .extracting(fault -> fault.substring(fault.indexOf("): ") + 3))
        .containsExactly(
            "'10.1.2.3/8' does not begin where its range begins, which is 10.0.0.0/8",
            "'10.0.0.0/33' has a prefix of 33 bits, at most 32",
            "'here' is not a range such as 10.0.0.0/8 or fd00::/8",
            "'1.2.3' is not an address of four numbers from 0 to 255",
            "'010.0.0.1' is not an address of four numbers from 0 to 255",
            "'fe80::1%eth0' is not a range such as 10.0.0.0/8 or fd00::/8",
            "'::ffff:0:0/95' begins like IPv4 in IPv6 and ends beyond it");
  }

  @Test
  void aSecretThatIsWrongIsToldWithoutShowingIt() {
    String good = "whsec_" + "c2VjcmV0".repeat(4);
    for (String bad :
        List.of(
            "secret",
            "whsec_secret",
            "whsec_" + "c2VjcmV0".repeat(2),
            "whsec_" + "c2VjcmV0".repeat(11),
            good + "," + good + "," + good,
            good + " secret")) {
      assertThat(Loads.in(directory).faults(Map.of("CALLBACK_SECRET", bad)))
          .containsExactly(
              "CALLBACK_SECRET=*** (environment): must be whsec_ and 24 to 64 bytes in base64, or two"
                  + " of these with a comma between");
    }
  }

  @Test
  void urlsThatMayBeToldNeedASecret() {
    assertThat(Loads.in(directory).faults(Map.of("CALLBACK_URLS", "https://hooks.example")))
        .containsExactly(
            "CALLBACK_SECRET: must be set when CALLBACK_URLS is: whoever is called from outside the mesh"
                + " must be able to tell who calls");
    assertThat(
            Loads.in(directory)
                .faults(
                    Map.of(
                        "CALLBACK_URLS",
                        "https://a.example,ftp://b.example, http://me@c.example ,https://d.example?x",
                        "CALLBACK_SECRET",
                        "whsec_" + "c2VjcmV0".repeat(4))))
        .extracting(fault -> fault.substring(fault.indexOf("): ") + 3))
        .containsExactly(
            "'ftp://b.example' is no absolute http or https URL without user, query and fragment",
            "'http://me@c.example' is no absolute http or https URL without user, query and fragment",
            "'https://d.example?x' is no absolute http or https URL without user, query and fragment");
  }

  @Test
  void certificatesThatCannotBeUsedAreToldByFileAndReason() throws IOException {
    TestCertificates ca = TestCertificates.authority(directory);
    PemPair own = ca.issue("own", "dns:localhost");
    PemPair other = ca.issue("other", "dns:localhost");
    Path noPem = Files.writeString(directory.resolve("no.pem"), "not a certificate");
    Path none = directory.resolve("none.pem");

    assertThat(tlsFaults("TLS_CERT", own.certificate()))
        .containsExactly("TLS_KEY: must be set when TLS_CERT is");
    assertThat(tlsFaults("TLS_CLIENT_KEY", own.key()))
        .containsExactly("TLS_CLIENT_CERT: must be set when TLS_CLIENT_KEY is");
    assertThat(tlsFaults("TLS_CERT", own.certificate(), "TLS_KEY", other.key()))
        .singleElement()
        .asString()
        .endsWith(other.key() + " is not the key of the certificate in " + own.certificate());
    assertThat(tlsFaults("TLS_CERT", own.certificate(), "TLS_KEY", noPem))
        .singleElement()
        .asString()
        .endsWith(noPem + " holds no private key that can be read unencrypted");
    assertThat(tlsFaults("TLS_CERT", noPem, "TLS_KEY", own.key()))
        .singleElement()
        .asString()
        .contains(noPem + " holds ")
        .endsWith(" certificate in PEM");
    assertThat(tlsFaults("TLS_CA", none))
        .singleElement()
        .asString()
        .endsWith(none + " cannot be read (NoSuchFileException)");
  }

  private List<String> tlsFaults(Object... keysAndFiles) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < keysAndFiles.length; i += 2) {
      environment.put(keysAndFiles[i].toString(), keysAndFiles[i + 1].toString());
    }
    return Loads.in(directory).faults(environment);
  }

  @Test
  void anotherProtocolIsAFaultOnlyWhenSomethingIsSent() {
    Map<String, String> set =
        Map.of(
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "grpc",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://collector:4317");
    assertThat(Loads.in(directory).faults(set))
        .containsExactly(
            "OTEL_EXPORTER_OTLP_PROTOCOL=grpc (environment): must be http/protobuf, which"
                + " receivers take on port 4318");
  }

  @Test
  void allFaultsAreToldAtOnceInTheOrderOfReading() {
    Map<String, String> environment = new HashMap<>();
    BAD.forEach((key, bad) -> environment.put(key, bad.getFirst()));

    assertThat(Loads.in(directory).faults(environment))
        .hasSize(BAD.size())
        .allSatisfy(fault -> assertThat(fault).contains("(environment): must be "));
  }

  @Test
  void aFaultInTheFileIsToldWithItsLine() {
    assertThat(Loads.in(directory).withFile("", "PORT=abc").faults(Map.of()))
        .containsExactly("PORT=abc (.env line 2): must be a whole number from 0 to 65535");
  }

  @Test
  void aFaultUnderTheOldNameIsToldUnderIt() {
    assertThat(Loads.in(directory).faults(Map.of("REGISTRY_CACHE_DIR", "a\0b")))
        .singleElement()
        .asString()
        .startsWith("REGISTRY_CACHE_DIR=a?b ");
  }

  @Test
  void theTwoPortsMustDiffer() {
    assertThat(Loads.in(directory).faults(Map.of("REGISTRY_PORT", "8001")))
        .containsExactly(
            "REGISTRY_PORT=8001 (environment): must differ from PORT; or set REGISTRY_URL to use a"
                + " Registry outside this process");
    assertThat(Loads.in(directory).faults(Map.of("PORT", "8000")))
        .singleElement()
        .asString()
        .startsWith("REGISTRY_PORT=8000 (default): must differ from PORT");
  }

  @Test
  void thePortsMayBeEqualWhenTheRegistryIsElsewhereOrBothAreOpen() {
    Loads.in(directory).loaded(Map.of("PORT", "8000", "REGISTRY_URL", "http://r.example:8000"));
    Loads.in(directory).loaded(Map.of("PORT", "0", "REGISTRY_PORT", "0"));
  }

  @Test
  void aPortThatIsWrongAnywayIsNotComparedToo() {
    assertThat(Loads.in(directory).faults(Map.of("PORT", "x", "REGISTRY_PORT", "8001"))).hasSize(1);
  }

  @Test
  void aFileWhereADirectoryShouldBeIsRefused() throws IOException {
    Files.createFile(directory.resolve("data"));
    Files.createFile(directory.resolve("cache"));

    assertThat(Loads.in(directory).faults(Map.of("CACHE_DIR", "cache")))
        .containsExactly(
            "DATA_DIR=data/ (default): must be a directory, or a path where one can be made; this is a file",
            "CACHE_DIR=cache (environment): must be a directory, or a path where one can be made; this is a"
                + " file");
  }

  @Test
  void aPasswordInAUrlIsNotShown() {
    assertThat(
            Loads.in(directory)
                .faults(Map.of("REGISTRY_URL", "http://me:se/cr@t@registry.example")))
        .singleElement()
        .asString()
        .startsWith("REGISTRY_URL=http://***@registry.example (environment)")
        .doesNotContain("cr@t");
  }

  @Test
  void aValueCannotSteerTheTerminalNorFillIt() {
    assertThat(Loads.in(directory).faults(Map.of("PORT", "1\n\u001b[2J\u202e" + "9".repeat(5000))))
        .singleElement()
        .asString()
        .startsWith("PORT=1??[2J?999")
        .contains("9… (environment)")
        .hasSizeLessThan(200);
  }
}
