package ai.fullpotential.orchestrator.auth;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public keys and certificates in PEM (RFC 7468). */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  /** What stands before the 32 bytes of an Ed25519 key in its encoding (RFC 8410). */
  private static final String ED25519_HEAD = "302a300506032b6570032100";

  private static final int ED25519_BYTES = 32;

  private Pem() {}

  static List<VerifyingKey> read(String text) throws UnusableKey {
    List<VerifyingKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      keys.add(VerifyingKey.of(null, key(block.group(1), bytes(block.group(2)))));
    }
    if (keys.isEmpty()) {
      throw new UnusableKey(
          "it has no public key: a block -----BEGIN PUBLIC KEY----- or -----BEGIN CERTIFICATE-----");
    }
    return keys;
  }

  private static byte[] bytes(String base64) throws UnusableKey {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UnusableKey("a block is no Base64");
    }
  }

  private static PublicKey key(String label, byte[] bytes) throws UnusableKey {
    return switch (label) {
      case "PUBLIC KEY" -> publicKey(bytes);
      case "CERTIFICATE" -> ofCertificate(bytes);
      case String secret when secret.endsWith("PRIVATE KEY") ->
          throw new UnusableKey(
              "it holds a private key, which belongs only to who signs tokens; give the public one");
      default ->
          throw new UnusableKey("a block is a " + label + "; PUBLIC KEY and CERTIFICATE are taken");
    };
  }

  private static PublicKey publicKey(byte[] encoded) throws UnusableKey {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException another) {
        // of another kind, or of none
      }
    }
    throw new UnusableKey("a block is no key of a kind that can be used; " + UnusableKey.KINDS);
  }

  private static PublicKey ofCertificate(byte[] encoded) throws UnusableKey {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(encoded))
          .getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new UnusableKey("a block is no certificate");
    }
  }

  static PublicKey ed25519(byte[] point) throws UnusableKey {
    if (point.length != ED25519_BYTES) {
      throw new UnusableKey(UnusableKey.KINDS);
    }
    return publicKey(HexFormat.of().parseHex(ED25519_HEAD + HexFormat.of().formatHex(point)));
  }
}
