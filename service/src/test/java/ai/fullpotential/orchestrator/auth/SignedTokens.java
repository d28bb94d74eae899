package ai.fullpotential.orchestrator.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Makes key pairs, and tokens signed with them, by the JDK alone. */
public final class SignedTokens {

  /** A key pair, and the algorithm that it is for. */
  public record Signer(String algorithm, KeyPair pair) {

    /** A token with this header and these claims, whatever they say. */
    public String sign(String header, String claims) {
      String signed = base64(header) + "." + base64(claims);
      return signed + "." + base64(signature(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** A token with these claims. */
    public String token(String claims) {
      return sign("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}", claims);
    }

    /** A token that is good for an hour. */
    public String token(String subject, String scope) {
      return token(claims(subject, scope, 3600));
    }

    private byte[] signature(byte[] bytes) {
      try {
        Signature signature =
            Signature.getInstance(
                switch (algorithm) {
                  case "RS256" -> "SHA256withRSA";
                  case "ES256" -> "SHA256withECDSAinP1363Format";
                  default -> "Ed25519";
                });
        signature.initSign(pair.getPrivate());
        signature.update(bytes);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /** The public key as PEM. */
    public String pem() {
      return SignedTokens.pem(pair.getPublic());
    }
  }

  private SignedTokens() {}

  public static Signer rsa() {
    return signer("RS256", "RSA");
  }

  public static Signer ec() {
    return signer("ES256", "EC");
  }

  public static Signer ed25519() {
    return signer("EdDSA", "Ed25519");
  }

  private static Signer signer(String algorithm, String kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (kind.equals("RSA")) {
        generator.initialize(2048);
      } else if (kind.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return new Signer(algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** Claims that run out so many seconds from now. */
  public static String claims(String subject, String scope, long seconds) {
    long now = java.time.Instant.now().getEpochSecond();
    return "{\"sub\":\"%s\",\"scope\":\"%s\",\"exp\":%d}".formatted(subject, scope, now + seconds);
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
