package ai.fullpotential.orchestrator.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class KeyTextTest {

  private static int keysIn(String text) throws UnusableKey {
    return KeyText.read(text.getBytes(StandardCharsets.UTF_8)).size();
  }

  private static String weak(String kind, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    generator.initialize(bits);
    return SignedTokens.pem(generator.generateKeyPair().getPublic());
  }

  @Test
  void aFileMayHaveSeveralKeys() throws Exception {
    String all =
        SignedTokens.rsa().pem()
            + "\n# a note\n"
            + SignedTokens.ec().pem()
            + SignedTokens.ed25519().pem();
    assertThat(keysIn(all)).isEqualTo(3);
  }

  @Test
  void aPrivateKeyIsNoPublicOne() {
    String encoded =
        Base64.getMimeEncoder().encodeToString(SignedTokens.rsa().pair().getPrivate().getEncoded());
    for (String label : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
      String pem = "-----BEGIN " + label + "-----\n" + encoded + "\n-----END " + label + "-----\n";
      assertThatThrownBy(() -> keysIn(pem))
          .isInstanceOf(UnusableKey.class)
          .hasMessageContaining("private key");
    }
  }

  @Test
  void weakAndOtherKeysAreRefused() throws Exception {
    String small = weak("RSA", 1024);
    String other = weak("DSA", 2048);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    String curve = SignedTokens.pem(generator.generateKeyPair().getPublic());

    assertThatThrownBy(() -> keysIn(small)).hasMessageContaining("1024 bits");
    assertThatThrownBy(() -> keysIn(other)).isInstanceOf(UnusableKey.class);
    assertThatThrownBy(() -> keysIn(curve)).hasMessageContaining("P-256");
  }

  @Test
  void whatIsNoKeyIsToldSo() {
    for (String text :
        new String[] {
          "",
          "hello",
          "{}",
          "{\"keys\":[]}",
          "{\"keys\":7}",
          "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
          "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
          "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
        }) {
      assertThatThrownBy(() -> keysIn(text)).as(text).isInstanceOf(UnusableKey.class);
    }
  }

  @Test
  void keysForSomethingElseArePassedOver() throws Exception {
    String sets =
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"},"
            + ed("\"use\":\"enc\"")
            + ","
            + ed("\"key_ops\":[\"sign\"]")
            + ","
            + ed("\"alg\":\"ES256\"")
            + ","
            + ed("\"kid\":\"mine\"")
            + "]}";
    assertThat(keysIn(sets)).isEqualTo(1);
  }

  private static String ed(String more) {
    byte[] encoded = SignedTokens.ed25519().pair().getPublic().getEncoded();
    byte[] x = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
        + Base64.getUrlEncoder().withoutPadding().encodeToString(x)
        + "\","
        + more
        + "}";
  }
}
