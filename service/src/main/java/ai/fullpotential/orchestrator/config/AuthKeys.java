package ai.fullpotential.orchestrator.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The keys that say who gets in. */
final class AuthKeys {

  /** Whether callers must say who they are. */
  enum AuthMode {
    NONE,
    JWT;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final Key<AuthMode> AUTH_MODE =
      new Key<>(
          "AUTH_MODE",
          Rule.oneOf(List.of(AuthMode.values()), AuthMode::wire),
          "none",
          "Whether callers must bring a token: none lets everybody do everything, jwt asks for a signed"
              + " one");

  static final Key<Path> AUTH_PUBLIC_KEY =
      new Key<>(
          "AUTH_PUBLIC_KEY",
          Rule.file(),
          "",
          "A PEM file with the public keys (or certificates) of who signs tokens: RSA, P-256, Ed25519");

  static final Key<String> AUTH_JWKS_URL =
      new Key<>(
          "AUTH_JWKS_URL",
          Rule.urlOrNone(),
          "",
          "Where these keys are told instead, as a JWK Set; fetched every five minutes, and when a token"
              + " names a new one");

  static final Key<Boolean> AUTH_KEY_FROM_REGISTRY =
      new Key<>(
          "AUTH_KEY_FROM_REGISTRY",
          Rule.flag(),
          "false",
          "Ask the Registry for them instead: /.well-known/jwks.json, else /public-key, below"
              + " REGISTRY_URL");

  static final Key<String> AUTH_ISSUER =
      new Key<>(
          "AUTH_ISSUER",
          Rule.text("a name or URL"),
          "",
          "What the iss of a token must be; when not set, anything");

  static final Key<String> AUTH_AUDIENCE =
      new Key<>(
          "AUTH_AUDIENCE",
          Rule.text("a name or URL"),
          "",
          "What the aud of a token must be or have; when not set, anything");

  private AuthKeys() {}
}
