package ai.fullpotential.orchestrator.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A public key with the one algorithm that it is for: a token does not choose it.
 *
 * @param id the kid, or null when the key has no name
 */
record VerifyingKey(@Nullable String id, Algorithm algorithm, Check check) {

  private static final int LEAST_RSA_BITS = 2048;

  /** Beyond it one look at a token would take too long. */
  private static final int MOST_RSA_BITS = 8192;

  /** Whether a signature is one of this key. */
  @FunctionalInterface
  interface Check {
    boolean holds(byte[] signed, Base64URL signature) throws GeneralSecurityException;
  }

  /**
   * A key of a kind that is taken.
   *
   * @throws UnusableKey when it is of none, or too weak
   */
  static VerifyingKey of(@Nullable String id, PublicKey key) throws UnusableKey {
    try {
      return switch (key) {
        case RSAPublicKey rsa -> {
          int bits = rsa.getModulus().bitLength();
          if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw new UnusableKey("an RSA key has " + bits + " bits; it must have 2048 to 8192");
          }
          yield new VerifyingKey(id, Algorithm.RS256, by(new RSASSAVerifier(rsa), Algorithm.RS256));
        }
        case ECPublicKey ec -> {
          if (!Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
            throw new UnusableKey("an elliptic curve key must be on P-256, for ES256");
          }
          yield new VerifyingKey(id, Algorithm.ES256, by(new ECDSAVerifier(ec), Algorithm.ES256));
        }
        case EdECPublicKey ed -> {
          if (!NamedParameterSpec.ED25519.getName().equals(ed.getParams().getName())) {
            throw new UnusableKey("an Edwards curve key must be on Ed25519, for EdDSA");
          }
          yield new VerifyingKey(
              id, Algorithm.EDDSA, (signed, signature) -> edwards(ed, signed, signature));
        }
        default ->
            throw new UnusableKey("a key for " + key.getAlgorithm() + "; " + UnusableKey.KINDS);
      };
    } catch (JOSEException e) {
      throw new UnusableKey("the key cannot be used: " + e.getMessage());
    }
  }

  private static Check by(JWSVerifier verifier, Algorithm algorithm) {
    JWSHeader header = new JWSHeader(algorithm.jws());
    return (signed, signature) -> {
      try {
        return verifier.verify(header, signed, signature);
      } catch (JOSEException e) {
        throw new GeneralSecurityException(e);
      }
    };
  }

  /** The library leaves this curve to others; the JDK has it. */
  private static boolean edwards(EdECPublicKey key, byte[] signed, Base64URL signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(signed);
    return verifier.verify(signature.decode());
  }
}
