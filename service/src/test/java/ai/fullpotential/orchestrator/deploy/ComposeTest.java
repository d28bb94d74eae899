package ai.fullpotential.orchestrator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Version;
import ai.fullpotential.orchestrator.deploy.Dockerfile.Instruction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Holds docker-compose.yml to the code and to the image. */
class ComposeTest {

  private static final JsonNode SERVICES = file().path("services");
  private static final JsonNode ORCHESTRATOR = SERVICES.path("orchestrator");
  private static final Dockerfile IMAGE = Dockerfile.parse(Checkout.text("Dockerfile"));

  private static JsonNode file() {
    try {
      return new YAMLMapper().readTree(Checkout.text("docker-compose.yml"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void buildsAndNamesTheImageOfThisVersion() {
    assertThat(ORCHESTRATOR.path("build").asText()).isEqualTo(".");
    assertThat(ORCHESTRATOR.path("image").asText()).isEqualTo("orchestrator:" + Version.current());
  }

  @Test
  void publishesThePortsOfTheServiceAndItsRegistryOnThisMachineOnly() {
    assertThat(texts(ORCHESTRATOR.path("ports")))
        .containsExactly(published("PORT"), published("REGISTRY_PORT"));
  }

  private static String published(String key) {
    String port = Checkout.standard(key);
    return "127.0.0.1:" + port + ":" + port;
  }

  @Test
  void waitsLongerThanTheDrainBeforeItKills() {
    assertThat(seconds(ORCHESTRATOR.path("stop_grace_period").asText()))
        .isGreaterThan(Checkout.standardSeconds("SHUTDOWN_GRACE"));
  }

  @Test
  void keepsTheVolumeOfTheImage() {
    assertThat(texts(ORCHESTRATOR.path("volumes")))
        .containsExactly("orchestrator:" + IMAGE.last("VOLUME").rest());
    assertThat(file().path("volumes").has("orchestrator")).isTrue();
  }

  @Test
  void startsAgainAfterAFailure() {
    assertThat(ORCHESTRATOR.path("restart").asText()).isEqualTo("unless-stopped");
  }

  @Test
  void checksHealthAsTheImageDoes() {
    JsonNode check = ORCHESTRATOR.path("healthcheck");
    Instruction ofImage = IMAGE.last("HEALTHCHECK");

    List<String> test = texts(check.path("test"));
    assertThat(test.getFirst()).isEqualTo("CMD");
    assertThat(test.subList(1, test.size())).isEqualTo(ofImage.command());
    Map.of(
            "interval", "interval",
            "timeout", "timeout",
            "start_period", "start-period",
            "retries", "retries")
        .forEach(
            (key, option) ->
                assertThat(check.path(key).asText()).isEqualTo(Dockerfile.option(ofImage, option)));
  }

  @Test
  void setsOnlyVariablesThatExist() {
    assertThat(Checkout.variables())
        .containsAll(environment().propertyStream().map(Map.Entry::getKey).toList());
  }

  @Test
  void tellsTheRegistryAnAddressAtWhichOtherContainersFindIt() {
    assertThat(environment().path("PUBLIC_URL").asText())
        .isEqualTo("http://orchestrator:" + Checkout.standard("PORT"));
  }

  @Test
  void runsTheRegistryInItUnlessToldOfAnother() {
    assertThat(environment().path("REGISTRY_URL").asText()).isEqualTo("${REGISTRY_URL:-}");
    JsonNode registry = SERVICES.path("registry");
    assertThat(texts(registry.path("profiles"))).containsExactly("registry");
    assertThat(texts(registry.path("expose"))).containsExactly(Checkout.standard("REGISTRY_PORT"));
    assertThat(Checkout.text("docker-compose.yml")).contains("REGISTRY_URL=http://registry:8000");
  }

  @Test
  void leavesRoomInMemoryForMoreThanTheHeap() {
    int heap = mebibytes(environment().path("ORCHESTRATOR_HEAP").asText());
    int limit = mebibytes(ORCHESTRATOR.path("mem_limit").asText());

    assertThat(limit - heap).isGreaterThanOrEqualTo(200);
  }

  private static JsonNode environment() {
    return ORCHESTRATOR.path("environment");
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Duration seconds(String text) {
    assertThat(text).matches("\\d+s");
    return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
  }

  private static int mebibytes(String text) {
    assertThat(text).matches(Pattern.compile("\\d+m"));
    return Integer.parseInt(text.replace("m", ""));
  }
}
