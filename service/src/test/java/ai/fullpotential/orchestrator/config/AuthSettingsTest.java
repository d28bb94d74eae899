package ai.fullpotential.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.auth.AuthSettings;
import ai.fullpotential.orchestrator.auth.AuthSettings.Trust;
import ai.fullpotential.orchestrator.auth.SignedTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthSettingsTest {

  @TempDir Path directory;

  private static Map<String, String> jwt(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>(Map.of("AUTH_MODE", "jwt"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }

  private List<String> faults(String... namesAndValues) {
    return Loads.in(directory).faults(jwt(namesAndValues));
  }

  private Trust trust(String... namesAndValues) {
    return ((AuthSettings.Jwt) Loads.in(directory).settings(jwt(namesAndValues)).auth()).trust();
  }

  @Test
  void aFileOfKeysIsReadInTheWorkingDirectory() throws Exception {
    String keys = SignedTokens.ec().pem() + SignedTokens.ed25519().pem();
    Files.writeString(directory.resolve("keys.pem"), keys);

    assertThat(((Trust.Known) trust("AUTH_PUBLIC_KEY", "keys.pem")).keys().size()).isEqualTo(2);
  }

  @Test
  void keysOfTheRegistryAreAskedForBelowItsUrl() {
    Trust.Told told =
        (Trust.Told) trust("AUTH_KEY_FROM_REGISTRY", "true", "REGISTRY_URL", "http://r:8000/base");

    assertThat(told.places())
        .extracting(Object::toString)
        .containsExactly(
            "http://r:8000/base/.well-known/jwks.json", "http://r:8000/base/public-key");
  }

  @Test
  void withoutKeysOrWithTwoKindsNothingStarts() throws Exception {
    Files.writeString(directory.resolve("keys.pem"), SignedTokens.ec().pem());

    assertThat(faults()).singleElement().asString().contains("AUTH_MODE=jwt", "AUTH_PUBLIC_KEY");
    assertThat(faults("AUTH_PUBLIC_KEY", "keys.pem", "AUTH_JWKS_URL", "http://k/"))
        .singleElement()
        .asString()
        .contains("one place only");
    assertThat(faults("AUTH_KEY_FROM_REGISTRY", "true"))
        .singleElement()
        .asString()
        .contains("needs REGISTRY_URL");
  }

  @Test
  void aFileThatIsNotThereOrHoldsNoKeyIsToldBeforeTheStart() throws Exception {
    Files.writeString(directory.resolve("none.pem"), "nothing");

    assertThat(faults("AUTH_PUBLIC_KEY", "missing.pem"))
        .singleElement()
        .asString()
        .contains("AUTH_PUBLIC_KEY=missing.pem", "NoSuchFileException");
    assertThat(faults("AUTH_PUBLIC_KEY", "none.pem"))
        .singleElement()
        .asString()
        .contains("no public key");
  }

  @Test
  void productionWithoutTokensIsWarnedOf() {
    assertThat(Loads.in(directory).loaded(Map.of("ENVIRONMENT", "production")).warnings())
        .singleElement()
        .asString()
        .startsWith("AUTH_MODE is none in production");
    assertThat(Loads.in(directory).loaded(Map.of("AUTH_JWKS_URL", "http://k/")).warnings())
        .singleElement()
        .asString()
        .contains("AUTH_JWKS_URL has no effect");
  }
}
