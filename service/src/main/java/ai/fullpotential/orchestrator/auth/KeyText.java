package ai.fullpotential.orchestrator.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Public keys as they are written: a JWK Set, one JWK, or PEM. */
public final class KeyText {

  private KeyText() {}

  /**
   * Reads the keys.
   *
   * @throws UnusableKey when there is none, or one that cannot be used; of a JWK Set those are left out
   *     that are for something else
   */
  public static Keys read(byte[] bytes) throws UnusableKey {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    List<VerifyingKey> keys = text.startsWith("{") ? fromJson(text) : Pem.read(text);
    if (keys.isEmpty()) {
      throw new UnusableKey("there is no key in it to check tokens with; " + UnusableKey.KINDS);
    }
    if (keys.size() > Keys.MOST) {
      throw new UnusableKey("there are " + keys.size() + " keys, and at most " + Keys.MOST);
    }
    return new Keys(keys);
  }

  private static List<VerifyingKey> fromJson(String text) throws UnusableKey {
    List<VerifyingKey> keys = new ArrayList<>();
    for (JWK jwk : parse(text)) {
      if (isForTokens(jwk)) {
        add(jwk, keys);
      }
    }
    return keys;
  }

  private static List<JWK> parse(String text) throws UnusableKey {
    try {
      return text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
    } catch (ParseException | IllegalArgumentException e) {
      throw new UnusableKey("it is no JWK Set");
    }
  }

  private static boolean isForTokens(JWK jwk) {
    Set<KeyOperation> operations = jwk.getKeyOperations();
    boolean signs = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
    boolean verifies = operations == null || operations.contains(KeyOperation.VERIFY);
    return signs && verifies;
  }

  /** A set may have keys for other programs, which are passed over, a weak one too. */
  private static void add(JWK jwk, List<VerifyingKey> keys) {
    try {
      PublicKey key =
          switch (jwk) {
            case RSAKey rsa -> rsa.toRSAPublicKey();
            case ECKey ec -> ec.toECPublicKey();
            case OctetKeyPair pair -> Pem.ed25519(pair.getDecodedX());
            default -> throw new UnusableKey(UnusableKey.KINDS);
          };
      VerifyingKey verifying = VerifyingKey.of(jwk.getKeyID(), key);
      if (jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(verifying.algorithm().jws())) {
        keys.add(verifying);
      }
    } catch (JOSEException | UnusableKey unusable) {
      // for something else
    }
  }
}
