package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.auth.AuthSettings;
import ai.fullpotential.orchestrator.auth.AuthSettings.Place;
import ai.fullpotential.orchestrator.auth.AuthSettings.Trust;
import ai.fullpotential.orchestrator.auth.Expected;
import ai.fullpotential.orchestrator.auth.KeyText;
import ai.fullpotential.orchestrator.auth.UnusableKey;
import ai.fullpotential.orchestrator.config.AuthKeys.AuthMode;
import ai.fullpotential.orchestrator.config.Settings.Environment;
import ai.fullpotential.orchestrator.net.BaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what is set about who gets in. A file of keys is read now, so that its faults are told. */
final class AuthLoader {

  private static final List<Key<?>> SOURCES =
      List.of(AuthKeys.AUTH_PUBLIC_KEY, AuthKeys.AUTH_JWKS_URL, AuthKeys.AUTH_KEY_FROM_REGISTRY);
  private static final long MOST_BYTES = 1 << 20;

  private final Lookup in;
  private final Path workingDirectory;

  AuthLoader(Lookup in, Path workingDirectory) {
    this.in = in;
    this.workingDirectory = workingDirectory;
  }

  /**
   * What is set.
   *
   * @param registry where the Registry is
   */
  AuthSettings settings(Environment environment, BaseUrl registry) {
    Path file = in.get(AuthKeys.AUTH_PUBLIC_KEY);
    String url = in.get(AuthKeys.AUTH_JWKS_URL);
    boolean fromRegistry = in.get(AuthKeys.AUTH_KEY_FROM_REGISTRY);
    Expected expected = new Expected(some(AuthKeys.AUTH_ISSUER), some(AuthKeys.AUTH_AUDIENCE));
    if (in.get(AuthKeys.AUTH_MODE) == AuthMode.NONE) {
      warnOfOpenness(environment, fromRegistry);
      return new AuthSettings.None();
    }
    Optional<Trust> trust =
        isOneSource(fromRegistry) ? trust(file, url, registry) : Optional.empty();
    return trust.isPresent()
        ? new AuthSettings.Jwt(trust.get(), expected)
        : new AuthSettings.None(); // never used: there is a fault
  }

  private Optional<String> some(Key<String> key) {
    return Optional.of(in.get(key)).filter(text -> !text.isEmpty());
  }

  private void warnOfOpenness(Environment environment, boolean fromRegistry) {
    if (environment == Environment.PRODUCTION) {
      in.warn(
          "AUTH_MODE is none in production: everybody who reaches this service may do everything");
    }
    List<String> idle = given(fromRegistry);
    if (!idle.isEmpty()) {
      in.warn(String.join(", ", idle) + " has no effect while AUTH_MODE is none; set it to jwt");
    }
  }

  private List<String> given(boolean fromRegistry) {
    return Stream.of(
            in.isSet(AuthKeys.AUTH_PUBLIC_KEY) ? AuthKeys.AUTH_PUBLIC_KEY.name() : "",
            in.isSet(AuthKeys.AUTH_JWKS_URL) ? AuthKeys.AUTH_JWKS_URL.name() : "",
            fromRegistry ? AuthKeys.AUTH_KEY_FROM_REGISTRY.name() : "")
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private boolean isOneSource(boolean fromRegistry) {
    List<String> given = given(fromRegistry);
    if (given.isEmpty() && SOURCES.stream().noneMatch(in::isFaulty)) {
      in.fault(
          AuthKeys.AUTH_MODE,
          "needs the keys of who signs tokens: set AUTH_PUBLIC_KEY, AUTH_JWKS_URL or"
              + " AUTH_KEY_FROM_REGISTRY=true; 'orchestrator token' makes a key to try it with");
    }
    if (given.size() > 1) {
      in.fault(AuthKeys.AUTH_MODE, "takes keys of one place only; unset all but one of " + given);
    }
    if (fromRegistry && !in.isSet(Keys.REGISTRY_URL)) {
      in.fault(
          AuthKeys.AUTH_KEY_FROM_REGISTRY,
          "needs REGISTRY_URL: the Registry in this process signs nothing");
    }
    return given.size() == 1;
  }

  private Optional<Trust> trust(Path file, String url, BaseUrl registry) {
    if (in.isSet(AuthKeys.AUTH_PUBLIC_KEY)) {
      return fromFile(workingDirectory.resolve(file));
    }
    if (!url.isEmpty()) {
      return BaseUrl.parse(url).map(where -> new Trust.Told(List.of(Place.of(where))));
    }
    return Optional.of(
        new Trust.Told(
            List.of(
                new Place(registry, "/.well-known/jwks.json"),
                new Place(registry, "/public-key"))));
  }

  private Optional<Trust> fromFile(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UnusableKey("it is larger than a file of keys can be");
      }
      return Optional.of(new Trust.Known(KeyText.read(Files.readAllBytes(file))));
    } catch (UnusableKey e) {
      in.fault(AuthKeys.AUTH_PUBLIC_KEY, "cannot be used: " + e.getMessage());
    } catch (IOException e) {
      in.fault(
          AuthKeys.AUTH_PUBLIC_KEY,
          "must be a file that can be read (" + e.getClass().getSimpleName() + ")");
    }
    return Optional.empty();
  }
}
