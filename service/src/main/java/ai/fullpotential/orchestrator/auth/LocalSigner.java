package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs tokens with a key of its own, to try it here: who runs a mesh has something else that signs.
 * The key pair is made when it is first wanted; its private half can be read by its owner alone.
 */
public final class LocalSigner {

  private static final String PRIVATE = "token-key.pem";
  private static final String PUBLIC = "token-key.pub.pem";
  private static final String LABEL = "PRIVATE KEY";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final Path directory;
  private final PrivateKey key;

  private LocalSigner(Path directory, PrivateKey key) {
    this.directory = directory;
    this.key = key;
  }

  /**
   * What a token is to say.
   *
   * @param scope words with spaces between
   */
  public record Grant(
      String subject,
      String scope,
      Instant from,
      Instant until,
      Optional<String> issuer,
      Optional<String> audience) {}

  /**
   * The signer whose key is in this directory, made there if there is none.
   *
   * @throws IOException when the key cannot be read or written; the message says which file
   */
  public static LocalSigner in(Path directory) throws IOException {
    Path file = directory.resolve(PRIVATE);
    try {
      if (Files.notExists(file)) {
        make(directory, file);
      }
      return new LocalSigner(directory, read(file));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no Ed25519 key that can be used", e);
    }
  }

  private static void make(Path directory, Path file) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.createDirectories(directory);
    Files.createFile(file, onlyForItsOwner(directory));
    Files.writeString(file, pem(LABEL, pair.getPrivate().getEncoded()));
    Files.writeString(directory.resolve(PUBLIC), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  private static FileAttribute<?>[] onlyForItsOwner(Path directory) throws IOException {
    boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
    FileAttribute<Set<PosixFilePermission>> mode =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return posix ? new FileAttribute<?>[] {mode} : new FileAttribute<?>[0];
  }

  private static String pem(String label, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    Matcher block = BLOCK.matcher(Files.readString(file));
    if (!block.find() || !block.group(1).equals(LABEL)) {
      throw new GeneralSecurityException("no block of a private key");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
      return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (IllegalArgumentException notBase64) {
      throw new GeneralSecurityException(notBase64);
    }
  }

  /** The file that a service is given to check these tokens with. */
  public Path publicKey() {
    return directory.resolve(PUBLIC);
  }

  /** Where the other half is. */
  public Path privateKey() {
    return directory.resolve(PRIVATE);
  }

  /** A token. */
  public String token(Grant grant) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", grant.subject());
    claims.put("scope", grant.scope());
    claims.put("iat", grant.from().getEpochSecond());
    claims.put("exp", grant.until().getEpochSecond());
    grant.issuer().ifPresent(issuer -> claims.put("iss", issuer));
    grant.audience().ifPresent(audience -> claims.put("aud", audience));
    String signed =
        BASE64URL.encodeToString(
                "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + BASE64URL.encodeToString(Json.of(claims).utf8());
    return signed + "." + BASE64URL.encodeToString(signature(signed));
  }

  private byte[] signature(String signed) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
