package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.net.Pem;
import ai.fullpotential.orchestrator.net.PemPair;
import ai.fullpotential.orchestrator.net.UnusablePem;
import java.nio.file.Path;
import java.util.Optional;

/** Reads which certificates are used, and whether they can be. */
final class TlsLoader {

  private final Lookup in;
  private final Path workingDirectory;

  TlsLoader(Lookup in, Path workingDirectory) {
    this.in = in;
    this.workingDirectory = workingDirectory;
  }

  /** What this service proves who it is with. */
  Optional<PemPair> server() {
    return pair(TlsKeys.TLS_CERT, TlsKeys.TLS_KEY);
  }

  /** What it proves that with when it calls others. */
  Optional<PemPair> client() {
    return pair(TlsKeys.TLS_CLIENT_CERT, TlsKeys.TLS_CLIENT_KEY);
  }

  /** Whom it trusts. */
  Optional<Path> trusted() {
    Optional<Path> file = path(TlsKeys.TLS_CA);
    if (file.isPresent()) {
      try {
        Pem.check(file.get());
      } catch (UnusablePem unusable) {
        in.fault(TlsKeys.TLS_CA, unusable.problem());
        return Optional.empty();
      }
    }
    return file;
  }

  private Optional<PemPair> pair(Key<String> certificate, Key<String> key) {
    Optional<Path> certificateFile = path(certificate);
    Optional<Path> keyFile = path(key);
    if (certificateFile.isEmpty() && keyFile.isEmpty()) {
      return Optional.empty();
    }
    if (certificateFile.isEmpty() || keyFile.isEmpty()) {
      Key<String> missing = certificateFile.isEmpty() ? certificate : key;
      Key<String> there = certificateFile.isEmpty() ? key : certificate;
      in.fault(missing, "must be set when " + there.name() + " is");
      return Optional.empty();
    }
    PemPair pair = new PemPair(certificateFile.get(), keyFile.get());
    try {
      Pem.check(pair);
      return Optional.of(pair);
    } catch (UnusablePem unusable) {
      in.fault(
          unusable.problem().startsWith(pair.key().toString()) ? key : certificate,
          unusable.problem());
      return Optional.empty();
    }
  }

  private Optional<Path> path(Key<String> key) {
    String text = in.get(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> path = Rule.file().read(text);
    if (path.isEmpty()) {
      in.fault(key, "must be " + key.allowed());
    }
    return path.map(workingDirectory::resolve);
  }
}
