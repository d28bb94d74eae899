package ai.fullpotential.orchestrator.config;

/** The keys for certificates, which are PEM files that may change while the service runs. */
final class TlsKeys {

  private static final String FILE = "a PEM file";

  static final Key<String> TLS_CERT =
      new Key<>(
          "TLS_CERT",
          Rule.text(FILE),
          "",
          "The certificate that this service proves who it is with, and those between it and a root;"
              + " PORT then speaks TLS only");

  static final Key<String> TLS_KEY =
      new Key<>("TLS_KEY", Rule.text(FILE), "", "The private key of TLS_CERT, unencrypted");

  static final Key<String> TLS_CA =
      new Key<>(
          "TLS_CA",
          Rule.text(FILE),
          "",
          "Certificates that are trusted when others are called, beside those that Java trusts");

  static final Key<String> TLS_CLIENT_CERT =
      new Key<>(
          "TLS_CLIENT_CERT",
          Rule.text(FILE),
          "",
          "The certificate that is shown to droplets, callbacks and the Registry when they ask for one");

  static final Key<String> TLS_CLIENT_KEY =
      new Key<>(
          "TLS_CLIENT_KEY", Rule.text(FILE), "", "The private key of TLS_CLIENT_CERT, unencrypted");

  private TlsKeys() {}
}
