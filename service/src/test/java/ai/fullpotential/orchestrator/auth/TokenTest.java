package ai.fullpotential.orchestrator.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.auth.SignedTokens.Signer;
import ai.fullpotential.orchestrator.auth.Token.Verdict;
import ai.fullpotential.orchestrator.net.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a token good, claim by claim. */
class TokenTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Signer RSA = SignedTokens.rsa();
  private static final Signer EC = SignedTokens.ec();
  private static final Signer ED = SignedTokens.ed25519();
  private static final Keys KEYS = keys(RSA.pem() + EC.pem() + ED.pem());

  private static Keys keys(String text) {
    try {
      return KeyText.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (UnusableKey e) {
      throw new AssertionError(e);
    }
  }

  static List<Signer> signers() {
    return List.of(RSA, EC, ED);
  }

  private static Verdict check(String token, Expected expected) {
    return Token.check(token, KEYS, expected, NOW);
  }

  private static Verdict check(String claims) {
    return check(ED.token(claims), Expected.ANYTHING);
  }

  private static String reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Bad.class);
    return ((Verdict.Bad) verdict).reason();
  }

  /** What is in every token, and these claims. */
  private static String with(String claims) {
    return "{\"sub\":\"ann\",\"exp\":1800000060" + claims + "}";
  }

  private static Verdict.Good good(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Good.class);
    return (Verdict.Good) verdict;
  }

  @ParameterizedTest
  @MethodSource("signers")
  void aTokenOfEachAlgorithmIsGoodForWhomItSays(Signer signer) {
    String claims = with(",\"scope\":\"read submit read:all other\"");
    Verdict.Good verdict = good(check(signer.token(claims), Expected.ANYTHING));

    assertThat(verdict.principal().subject()).isEqualTo("ann");
    assertThat(verdict.principal().scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.SUBMIT);
    assertThat(verdict.principal().readsAll()).isTrue();
    assertThat(verdict.until()).isEqualTo(NOW.plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"scope\":\"operate\"",
        ",\"scp\":[\"operate\"]",
        ",\"scp\":\"operate\"",
        ",\"scopes\":[\"operate\",7,null]"
      })
  void scopesMayBeAnyOfThreeClaims(String claim) {
    assertThat(good(check(with(claim))).principal().scopes()).containsExactly(Scope.OPERATE);
  }

  @Test
  void anAdministratorSeesAllAndOthersOnlyTheirOwn() {
    assertThat(good(check(with(",\"scope\":\"admin\""))).principal().readsAll()).isTrue();
    assertThat(good(check(with(",\"scope\":\"operate\""))).principal().readsAll()).isFalse();
  }

  @Test
  void aTokenThatGrantsNothingIsGoodForNothing() {
    for (Scope scope : Scope.values()) {
      assertThat(good(check(with(",\"scope\":\"reads ADMIN\""))).principal().may(scope)).isFalse();
    }
  }

  @Test
  void aTokenExpiresToTheSecond() {
    String claims = "{\"sub\":\"ann\",\"exp\":%s}";
    assertThat(good(check(claims.formatted("1800000001"))).principal().subject()).isEqualTo("ann");
    assertThat(reason(check(claims.formatted("1800000000")))).contains("expired");
    assertThat(reason(check(claims.formatted("1799999999.9")))).contains("expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"1800000060\"", "null", "true", "-1", "1e300", "1e-400", "[1800000060]"})
  void anExpiryThatIsNoTimeIsNone(String exp) {
    assertThat(check("{\"sub\":\"ann\",\"exp\":" + exp + "}")).isInstanceOf(Verdict.Bad.class);
  }

  @Test
  void aTokenWithoutExpiryOrSubjectIsBad() {
    assertThat(reason(check("{\"sub\":\"ann\"}"))).contains("expires");
    assertThat(reason(check("{\"exp\":1800000060}"))).contains("sub");
    assertThat(reason(check("{\"exp\":1800000060,\"sub\":\" \"}"))).contains("sub");
    assertThat(reason(check("{\"exp\":1800000060,\"sub\":\"a\\u0000b\"}"))).contains("sub");
    assertThat(reason(check("{\"exp\":1800000060,\"sub\":7}"))).contains("sub");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nbf", "iat"})
  void clocksMayDifferByThirtySeconds(String claim) {
    assertThat(good(check(with(",\"" + claim + "\":1800000030"))).until()).isAfter(NOW);
    assertThat(reason(check(with(",\"" + claim + "\":1800000031")))).contains("not valid yet");
    assertThat(reason(check(with(",\"" + claim + "\":\"soon\"")))).contains(claim);
  }

  @Test
  void issuerAndAudienceMustBeThoseThatAreSet() {
    Expected both = new Expected(Optional.of("iss-1"), Optional.of("mesh"));
    String good = ",\"iss\":\"iss-1\",\"aud\":";
    for (String aud : List.of("\"mesh\"", "[\"other\",\"mesh\"]")) {
      good(check(ED.token(with(good + aud)), both));
    }
    for (String aud : List.of("\"Mesh\"", "[]", "[\"mesh2\"]", "[[\"mesh\"]]", "null", "{}")) {
      assertThat(reason(check(ED.token(with(good + aud)), both))).contains("audience");
    }
    for (String iss : List.of("\"iss-2\"", "[\"iss-1\"]", "null")) {
      String claims = with(",\"aud\":\"mesh\",\"iss\":" + iss);
      assertThat(reason(check(ED.token(claims), both))).contains("issuer");
    }
  }

  @Test
  void aKeyIsOnlyForItsOwnAlgorithm() {
    for (Signer signer : signers()) {
      for (String algorithm : List.of("RS256", "ES256", "EdDSA", "RS512", "PS256", "Ed25519")) {
        String token = signer.sign("{\"alg\":\"" + algorithm + "\"}", with(""));
        assertThat(check(token, Expected.ANYTHING) instanceof Verdict.Good)
            .as(signer.algorithm() + " as " + algorithm)
            .isEqualTo(algorithm.equals(signer.algorithm()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"crit\":[\"exp\"]",
        "\"crit\":[]",
        "\"b64\":false",
        "\"zip\":\"DEF\"",
        "\"enc\":\"A128GCM\"",
        "\"jwk\":{}",
        "\"jku\":\"https://x/\"",
        "\"x5u\":\"https://x/\"",
        "\"x5c\":[]",
        "\"typ\":\"JWE\"",
        "\"typ\":7",
        "\"kid\":7",
        "\"alg\":\"EdDSA\""
      })
  void headersThatAskForMoreAreRefused(String more) {
    String token = ED.sign("{\"alg\":\"EdDSA\"," + more + "}", with(""));
    assertThat(check(token, Expected.ANYTHING)).isInstanceOf(Verdict.Bad.class);
  }

  @Test
  void theUsualTypesAreTaken() {
    for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt")) {
      String header = "{\"alg\":\"EdDSA\",\"typ\":\"" + type + "\"}";
      good(check(ED.sign(header, with("")), Expected.ANYTHING));
    }
  }

  @Test
  void aSignatureHasOneSpelling() {
    String token = ED.token(with(""));
    good(check(token, Expected.ANYTHING));
    for (String other :
        List.of(token + "=", token + "==", token + "\n", " " + token, token + "A")) {
      assertThat(check(other, Expected.ANYTHING)).isInstanceOf(Verdict.Bad.class);
    }
  }
}
