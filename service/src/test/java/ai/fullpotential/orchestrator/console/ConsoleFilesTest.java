package ai.fullpotential.orchestrator.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the console's page and its files are served. */
class ConsoleFilesTest {

  private static final int HEAVIEST = 300 * 1024;
  private static final Path SOURCES = Path.of("src/main/resources/console");
  private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

  @TempDir static Path directory;
  private static TestApplication service;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    service = TestApplication.start(directory);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    service.close();
  }

  private static URI at(String path) {
    return URI.create("http://127.0.0.1:" + service.port()).resolve(path);
  }

  private static HttpResponse<byte[]> get(URI uri, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** What the page at this path names, as a browser would resolve it. */
  private static List<URI> named(String path) throws Exception {
    String html = new String(get(at(path)).body(), UTF_8);
    return NAMED.matcher(html).results().map(match -> at(path).resolve(match.group(1))).toList();
  }

  private static String asset(String name) throws Exception {
    return named("/console").stream()
        .map(URI::getPath)
        .filter(path -> path.endsWith(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console",
        "/console/",
        "/console/tasks",
        "/console/tasks/01a20d31-34fe-7914-aa7a-fd83e99e7109",
        "/console/schedules/new",
        "/orchestrator/console",
        "/orchestrator/console/droplets/%3Cimg%3E"
      })
  void everyPathOfTheConsoleIsThePageAndAllThatItNamesIsThere(String path) throws Exception {
    HttpResponse<byte[]> page = get(at(path));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    List<URI> named = named(path);
    assertThat(named).hasSizeGreaterThan(20);
    for (URI one : named) {
      assertThat(get(one).statusCode()).as(one.toString()).isEqualTo(200);
    }
  }

  @Test
  void thePolicyAllowsNothingButTheOwnOrigin() throws Exception {
    HttpResponse<byte[]> page = get(at("/console"));
    assertThat(header(page, "Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("connect-src 'self'", "base-uri 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(new String(page.body(), UTF_8))
        .doesNotContain("style=", "<style", " onclick", "https://", "http://");
  }

  @ParameterizedTest
  @CsvSource({
    "main.js, text/javascript; charset=utf-8",
    "preact.js, text/javascript; charset=utf-8",
    "base.css, text/css; charset=utf-8",
    "icon.svg, image/svg+xml"
  })
  void aFileHasItsTypeAndIsKeptForEver(String name, String type) throws Exception {
    HttpResponse<byte[]> file = get(at(asset(name)));
    assertThat(header(file, "Content-Type")).isEqualTo(type);
    assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(file, "Content-Encoding")).isEmpty();
  }

  @Test
  void thePageIsAskedForEachTimeAndAnsweredWithNothingWhenItIsTheSame() throws Exception {
    HttpResponse<byte[]> page = get(at("/console"));
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    String tag = header(page, "ETag");
    assertThat(tag).matches("\"[0-9a-f]{24}\"");
    HttpResponse<byte[]> again = get(at("/console"), "If-None-Match", "\"other\", " + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(again.headers().firstValue("Content-Length")).isEmpty();
    assertThat(get(at("/console"), "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void aCompressedFileIsTheSameUnderATagOfItsOwn() throws Exception {
    String path = asset("main.js");
    HttpResponse<byte[]> plain = get(at(path));
    HttpResponse<byte[]> zipped = get(at(path), "Accept-Encoding", "br, gzip;q=0.5");
    assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(zipped, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(zipped, "ETag")).isNotEqualTo(header(plain, "ETag"));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
        .isEqualTo(plain.body());
    HttpResponse<byte[]> refused = get(at(path), "Accept-Encoding", "gzip;q=0");
    assertThat(header(refused, "Content-Encoding")).isEmpty();
  }

  @Test
  void aPageFromBeforeAnUpdateStillFindsItsFiles() throws Exception {
    String old = asset("main.js").replaceFirst("assets/[0-9a-f]+/", "assets/0123456789abcdef/");
    HttpResponse<byte[]> file = get(at(old));
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(header(file, "Cache-Control")).isEqualTo("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/assets/0123/js/nothing.js",
        "/console/assets/0123/../../../etc/passwd",
        "/console/assets/0123/..%2f..%2fversion.properties",
        "/console/assets/0123/lib.properties",
        "/console/a/b/c/d/e"
      })
  void whatThePageDoesNotNameIsNotServed(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path)).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"code\":\"NOT_FOUND\"");
  }

  @Test
  void everyFileOfTheSourcesIsNamedByThePage() throws Exception {
    List<String> named = named("/console").stream().map(URI::getPath).toList();
    for (String file : sources()) {
      assertThat(named).as(file).anyMatch(path -> path.endsWith("/" + file));
    }
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> SOURCES.relativize(file).toString())
          .filter(name -> !name.equals("index.html") && !name.equals("lib.properties"))
          .toList();
    }
  }

  @Test
  void noFileOfOursIsTooLongToRead() throws Exception {
    for (String file : sources()) {
      assertThat(Files.readAllLines(SOURCES.resolve(file)).size()).as(file).isLessThan(300);
    }
  }

  @Test
  void theWholePageWeighsLessThanItMay() throws Exception {
    long weight = get(at("/console"), "Accept-Encoding", "gzip").body().length;
    for (URI one : named("/console")) {
      weight += get(one, "Accept-Encoding", "gzip").body().length;
    }
    assertThat(weight).isBetween(20L * 1024, (long) HEAVIEST);
  }
}
