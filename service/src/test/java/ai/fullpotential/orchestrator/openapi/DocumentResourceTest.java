package ai.fullpotential.orchestrator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.config.Version;
import ai.fullpotential.orchestrator.net.RawClient;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description and its page, as they are served. */
class DocumentResourceTest {

  private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

  @TempDir Path directory;

  private TestApplication service;

  @BeforeEach
  void start() throws Exception {
    service = TestApplication.start(directory);
    RawClient.listen(service.port(), Description::check);
  }

  @AfterEach
  void stop() {
    RawClient.stopListening(service.port());
    service.close();
  }

  private Answer get(String path, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return RawClient.ask(
        service.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n");
  }

  @Test
  void servesTheDescriptionAsJsonAndTheSameAsYaml() throws Exception {
    Answer json = get("/openapi.json");
    assertThat(json.header("Content-Type")).contains("application/json");
    JsonNode document = new ObjectMapper().readTree(json.body());
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(document.at("/info/version").asText()).isEqualTo(Version.current());
    Answer yaml = get("/orchestrator/openapi.yaml");
    assertThat(yaml.header("Content-Type")).contains("application/yaml");
    assertThat(new YAMLMapper().readTree(yaml.body())).isEqualTo(document);
  }

  @Test
  void whoHasItIsToldSo() {
    String tag = get("/openapi.json").header("ETag").orElseThrow();
    Answer again = get("/openapi.json", "If-None-Match: " + tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/openapi.json", "If-None-Match: \"another\"").status()).isEqualTo(200);
  }

  @Test
  void thePageAndAllThatItNamesAreThereUnderBothPrefixes() {
    for (String prefix : List.of("", "/orchestrator")) {
      Answer page = get(prefix + "/docs");
      assertThat(page.header("Content-Type")).contains("text/html; charset=utf-8");
      List<String> named =
          NAMED.matcher(page.body()).results().map(match -> match.group(1)).toList();
      assertThat(named)
          .hasSizeGreaterThan(6)
          .allSatisfy(
              link -> {
                assertThat(link).doesNotStartWith("/").doesNotContain("://");
                assertThat(get(prefix + "/" + link).status()).as(link).isEqualTo(200);
              });
    }
    assertThat(get("/docs/nothing.js").status()).isEqualTo(404);
    assertThat(get("/docs/..%2Fpage.html").status()).isEqualTo(404);
  }

  @Test
  void thePageMayLoadNothingFromElsewhereAndRunNothingInline() {
    Answer page = get("/docs");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
        .doesNotContain("unsafe", "http");
    assertThat(page.body()).doesNotContain("style=").doesNotContainPattern("<script>|<style");
  }

  @Test
  void theRendererIsSentCompressed() {
    Answer small = get("/docs/swagger-ui-bundle.js", "Accept-Encoding: gzip");
    assertThat(small.header("Content-Encoding")).contains("gzip");
    assertThat(small.header("Content-Length").map(Integer::parseInt).orElseThrow())
        .isLessThan(500_000);
  }
}
