package ai.fullpotential.orchestrator.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Reads PEM files. Blocks. */
public final class Pem {

  private static final byte[] PROBE = "which key signs this?".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_BYTES = 1024 * 1024;

  private Pem() {}

  /** Rejects files that could not be used. */
  public static void check(PemPair pair) throws UnusablePem {
    keys(pair, List.of(read(pair.certificate()), read(pair.key())));
  }

  /** Rejects a file that could not be used. */
  public static void check(Path trusted) throws UnusablePem {
    trust(trusted, read(trusted));
  }

  static byte[] read(Path file) throws UnusablePem {
    try {
      if (Files.size(file) <= MAX_BYTES) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      throw new UnusablePem(file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    throw new UnusablePem(file + " is larger than " + MAX_BYTES + " bytes");
  }

  /**
   * What proves who we are.
   *
   * @param read what the certificate's and the key's file hold
   */
  static X509ExtendedKeyManager keys(PemPair pair, List<byte[]> read) throws UnusablePem {
    X509Certificate own = certificates(pair.certificate(), read.getFirst()).getFirst();
    PemKeyCertOptions options =
        new PemKeyCertOptions()
            .setCertValue(Buffer.buffer(read.getFirst()))
            .setKeyValue(Buffer.buffer(read.getLast()));
    X509ExtendedKeyManager keys;
    PrivateKey key;
    try {
      // The library reads all forms of keys, and needs itself only for what is named by a path.
      KeyManagerFactory factory = options.getKeyManagerFactory(null);
      keys = first(factory.getKeyManagers());
      key = keys.getPrivateKey(keys.getServerAliases(own.getPublicKey().getAlgorithm(), null)[0]);
    } catch (Exception unreadable) { // the library's, of many kinds
      throw new UnusablePem(pair.key() + " holds no private key that can be read unencrypted");
    }
    if (!fits(key, own)) {
      throw new UnusablePem(
          pair.key() + " is not the key of the certificate in " + pair.certificate());
    }
    return keys;
  }

  private static X509ExtendedKeyManager first(KeyManager... managers) {
    return (X509ExtendedKeyManager) managers[0];
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherKind) {
      return false;
    }
  }

  /** Trusts whom Java trusts, and those in the file. */
  static X509ExtendedTrustManager trust(Path file, byte[] read) throws UnusablePem {
    List<X509Certificate> trusted = certificates(file, read);
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate each : ofJava().getAcceptedIssuers()) {
        store.setCertificateEntry("java-" + store.size(), each);
      }
      for (X509Certificate each : trusted) {
        store.setCertificateEntry("own-" + store.size(), each);
      }
      return trust(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trusts whom Java trusts. */
  static X509ExtendedTrustManager ofJava() {
    try {
      return trust(null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("NullAway") // null is Java's own store
  private static X509ExtendedTrustManager trust(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager trust) {
        return trust;
      }
    }
    throw new IllegalStateException(
        "no trust manager among " + Arrays.toString(factory.getTrustManagers()));
  }

  private static List<X509Certificate> certificates(Path file, byte[] pem) throws UnusablePem {
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (!all.isEmpty()) {
        return all.stream().map(X509Certificate.class::cast).toList();
      }
    } catch (CertificateException unreadable) {
      throw new UnusablePem(file + " holds what is no certificate in PEM");
    }
    throw new UnusablePem(file + " holds no certificate in PEM");
  }
}
