package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropletListTest {

  @Test
  void readsEveryFieldOfAnEntry() throws Exception {
    Droplet droplet =
        only(
            """
            {"id":7,"name":"Analyst","endpoint":"http://Host_1:9000/base/","version":"2.1",
             "status":"active","steward":"Ann","metadata":{"ratio":1.50,"big":9007199254740993},
             "capabilities":["ocr","sum"],"updated_at":"2026-01-01T00:00:00Z"}""");

    assertThat(droplet.id()).hasToString("7");
    assertThat(droplet.name()).isEqualTo("Analyst");
    assertThat(droplet.url()).hasToString("http://host_1:9000/base");
    assertThat(droplet.version()).isEqualTo("2.1");
    assertThat(droplet.status()).isEqualTo("active");
    assertThat(droplet.steward()).isEqualTo("Ann");
    assertThat(droplet.metadata()).hasToString("{\"ratio\":1.50,\"big\":9007199254740993}");
    assertThat(droplet.capabilities()).containsExactly("ocr", "sum");
  }

  @Test
  void readsAnEntryThatHasOnlyANameAndAUrl() throws Exception {
    Droplet droplet = only("{\"name\":\"a\",\"url\":\"https://a.example\",\"metadata\":null}");

    assertThat(droplet.id().isNull()).isTrue();
    assertThat(droplet.url()).hasToString("https://a.example");
    assertThat(droplet.version()).isEqualTo("unknown");
    assertThat(droplet.status()).isNull();
    assertThat(droplet.steward()).isNull();
    assertThat(droplet.metadata().isNull()).isTrue();
    assertThat(droplet.capabilities()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"version":"3","metadata":{"version":"4"}} | 3
          {"version":"","metadata":{"version":"4"}}  | 4
          {"metadata":{"version":"4"}}               | 4
          {"version":1.10}                           | 1.10
          {"version":null,"metadata":[]}             | unknown
          """)
  void takesTheVersionFromTheTopOrTheMetadata(String fields, String version) throws Exception {
    assertThat(only(withPlace(fields)).version()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "\"d-12\"", "9007199254740993", "123456789012345678901234567890"})
  void keepsAnIdWithItsDigits(String id) throws Exception {
    assertThat(only(withPlace("{\"id\":" + id + "}")).id()).hasToString(id);
  }

  @Test
  void findsCapabilitiesInTheMetadataToo() throws Exception {
    assertThat(only(withPlace("{\"metadata\":{\"capabilities\":[\"x\",7,\"y\"]}}")).capabilities())
        .containsExactly("x", "y");
    assertThat(
            only(withPlace("{\"capabilities\":[\"top\"],\"metadata\":{\"capabilities\":[\"x\"]}}"))
                .capabilities())
        .containsExactly("top");
  }

  @Test
  void prefersTheEndpointToTheUrl() throws Exception {
    assertThat(only("{\"name\":\"a\",\"endpoint\":\"http://new\",\"url\":\"http://old\"}").url())
        .hasToString("http://new");
    assertThat(only("{\"name\":\"a\",\"endpoint\":\"\",\"url\":\"http://old\"}").url())
        .hasToString("http://old");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"endpoint\":\"http://b\"}",
        "{\"name\":\"\",\"endpoint\":\"http://b\"}",
        "{\"name\":\" \",\"endpoint\":\"http://b\"}",
        "{\"name\":5,\"endpoint\":\"http://b\"}",
        "{\"name\":\"b\"}",
        "{\"name\":\"b\",\"endpoint\":\"/relative\"}",
        "{\"name\":\"b\",\"endpoint\":\"ftp://b\"}",
        "{\"name\":\"b\",\"endpoint\":\"http://user:secret@b\"}",
        "{\"name\":\"b\",\"endpoint\":\"http://b?x=1\"}",
        "{\"name\":\"b\",\"endpoint\":\"http://b/#top\"}",
        "{\"name\":\"b\",\"endpoint\":\"http://b:99999\"}",
        "\"b\"",
        "null",
        "[]"
      })
  void skipsAnEntryThatCannotBeRoutedToAndKeepsTheOthers(String bad) throws Exception {
    DropletList list =
        list(
            "[{\"name\":\"a\",\"url\":\"http://a\"},"
                + bad
                + ",{\"name\":\"c\",\"url\":\"http://c\"}]");

    assertThat(list.droplets()).extracting(Droplet::name).containsExactly("a", "c");
    assertThat(list.faults()).hasSize(1);
    assertThat(list.faults().getFirst()).doesNotContain("secret");
  }

  @Test
  void namesTheFaultyEntryWithoutLettingItWriteIntoTheLog() throws Exception {
    DropletList list = list("[{\"id\":4,\"name\":\"x\\ny" + "z".repeat(200) + "\"}]");

    assertThat(list.faults().getFirst())
        .startsWith("the entry with name \"x\\nyzzz")
        .contains("and id \"4\" has neither an endpoint nor a url")
        .hasSizeLessThan(200);
  }

  @Test
  void describesTheFirstFaultsAndCountsTheRest() throws Exception {
    DropletList list = list("[" + "{},".repeat(99) + "{}]");

    assertThat(list.faults()).hasSize(DropletList.DESCRIBED_FAULTS);
    assertThat(list.undescribedFaults()).isEqualTo(100 - DropletList.DESCRIBED_FAULTS);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"2026-01-02T00:00:00Z\"', '\"2026-01-01T00:00:00Z\"', first",
    "'\"2026-01-01T00:00:00Z\"', '\"2026-01-02T00:00:00Z\"', second",
    "'\"2026-01-01T02:00:00+02:00\"', '\"2026-01-01T00:00:01\"', second",
    "1767225601.5, '\"2026-01-01T00:00:01Z\"', first",
    "null, 5, second",
    "5, null, first",
    "null, null, second"
  })
  void keepsTheLaterOfTwoEntriesOfOneName(String first, String second, String kept)
      throws Exception {
    DropletList list =
        list(
            "[{\"name\":\"Twin\",\"url\":\"http://first\",\"updated_at\":%s},".formatted(first)
                + "{\"name\":\"tWIN\",\"url\":\"http://second\",\"updated_at\":%s}]"
                    .formatted(second));

    assertThat(list.droplets()).hasSize(1);
    assertThat(list.droplets().getFirst().url()).hasToString("http://" + kept);
    assertThat(list.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"droplets\":[]}",
        "{\"status\":\"inactive\",\"nested\":{\"droplets\":5},\"droplets\":[],\"total\":0}"
      })
  void anEmptyListIsAList(String body) throws Exception {
    assertThat(list(body).droplets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "42",
        "{}",
        "{\"droplets\":null}",
        "{\"droplets\":{\"a\":1}}",
        "{\"items\":[]}",
        "[{\"name\":\"a\",\"url\":\"http://a\"}",
        "[{\"name\":\"a\",\"url\":\"http://a\"},{\"na",
        "{\"droplets\":[]",
        "[] []",
        "{\"droplets\":[]}x",
        "[{\"name\":\"a\",\"url\":\"http://a\",\"x\":1e99999999999}]",
        "<html><body>Bad gateway</body></html>",
        "\u0000\u0000\u0000\u00ff\u00ff"
      })
  void whatIsNoWholeListIsRefused(String body) {
    assertThatThrownBy(() -> list(body)).isInstanceOf(MalformedJson.class);
  }

  @Test
  void refusesAnAbsurdNesting() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> list(deep)).isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() -> list("{\"x\":" + deep)).isInstanceOf(MalformedJson.class);
  }

  @Test
  void knowsWhoseAnIdIs() throws Exception {
    DropletList list =
        list(
            """
            [{"id":2,"name":"other","url":"http://o"},
             {"id":"3","name":"nowhere"},
             {"id":4,"name":"Orchestrator","url":"http://me"},
             {"id":5,"url":"http://nameless"},
             {"id":6,"name":"orchestrator","url":"http://me"},
             {"id":6,"name":"other","url":"http://o"}]""");

    assertThat(List.of(2, 3, 4, 5, 6, 7))
        .filteredOn(id -> list.isOwnedByAnother(Json.of(id), "orchestrator"))
        .containsExactly(2, 3, 5, 6);
  }

  private static String withPlace(String fields) {
    String rest = fields.equals("{}") ? "}" : "," + fields.substring(1);
    return "{\"name\":\"a\",\"endpoint\":\"http://a\"" + rest;
  }

  private static Droplet only(String entry) throws MalformedJson {
    DropletList list = list("{\"droplets\":[" + entry + "]}");
    assertThat(list.faults()).isEmpty();
    assertThat(list.droplets()).hasSize(1);
    return list.droplets().getFirst();
  }

  private static DropletList list(String body) throws MalformedJson {
    return DropletList.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
