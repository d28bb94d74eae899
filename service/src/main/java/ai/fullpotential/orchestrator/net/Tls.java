package ai.fullpotential.orchestrator.net;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Puts certificates from files, as they are at each moment, into what the library is told. */
public final class Tls {
  private Tls() {}

  /** A server that proves who it is, and speaks HTTP/1.1 over TLS only. */
  static HttpServerOptions of(PemPair own, Loops loops, HttpServerOptions options) {
    return options.setSsl(true).setUseAlpn(false).setKeyCertOptions(keys(own, loops));
  }

  /** A client that trusts whom Java trusts and those in the file, and proves who it is when asked. */
  static HttpClientOptions of(
      Optional<Path> trusted, Optional<PemPair> own, Loops loops, HttpClientOptions options) {
    trusted.ifPresent(file -> options.setTrustOptions(trust(file, loops)));
    own.ifPresent(pair -> options.setKeyCertOptions(keys(pair, loops)));
    return options;
  }

  private static KeyCertOptions keys(PemPair pair, Loops loops) {
    try {
      WatchedFiles<X509ExtendedKeyManager> keys =
          new WatchedFiles<>(
              loops, List.of(pair.certificate(), pair.key()), read -> Pem.keys(pair, read));
      return KeyCertOptions.wrap(new LiveKeys(keys));
    } catch (UnusablePem unusable) {
      throw new IllegalStateException(unusable); // the settings were checked
    }
  }

  private static TrustOptions trust(Path file, Loops loops) {
    try {
      WatchedFiles<X509ExtendedTrustManager> trust =
          new WatchedFiles<>(loops, List.of(file), read -> Pem.trust(file, read.getFirst()));
      return TrustOptions.wrap(new LiveTrust(trust));
    } catch (UnusablePem unusable) {
      throw new IllegalStateException(unusable); // the settings were checked
    }
  }

  /** For another client than this package's: one that trusts whom Java trusts and those in the file. */
  public static SSLContext trusting(Path file) throws UnusablePem {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {Pem.trust(file, Pem.read(file))}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a failed handshake failed for, worded to follow the name of the other side. */
  public static String failure(Throwable cause) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(cause, Objects::nonNull, Throwable::getCause).toList();
    if (causes.stream()
        .anyMatch(
            each ->
                each instanceof CertificateExpiredException
                    || each instanceof CertificateNotYetValidException)) {
      return "failed: its certificate is not valid at this time";
    }
    if (causes.stream()
        .anyMatch(
            each ->
                each instanceof CertPathBuilderException
                    || each instanceof CertPathValidatorException)) {
      return "failed: its certificate is signed by nobody who is trusted here";
    }
    if (causes.stream().anyMatch(CertificateException.class::isInstance)) {
      return "failed: its certificate is not one for this host";
    }
    return "failed";
  }
}
