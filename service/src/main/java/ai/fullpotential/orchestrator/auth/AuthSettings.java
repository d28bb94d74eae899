package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.net.BaseUrl;
import java.util.List;

/** Whether callers must say who they are, and who is believed. */
public sealed interface AuthSettings {

  /** Nobody is asked. */
  record None() implements AuthSettings {}

  /** By a signed token. */
  record Jwt(Trust trust, Expected expected) implements AuthSettings {}

  /** Whose signatures are believed. */
  sealed interface Trust {

    /** Those of keys that were read already. */
    record Known(Keys keys) implements Trust {}

    /** Those of keys that are told there: of the first of these places that has any. */
    record Told(List<Place> places) implements Trust {

      /** Takes a copy. */
      public Told {
        places = List.copyOf(places);
      }
    }
  }

  /**
   * Where keys are told.
   *
   * @param path begins with a slash
   */
  record Place(BaseUrl service, String path) {

    /** What a whole URL names. */
    public static Place of(BaseUrl url) {
      return new Place(
          new BaseUrl(url.secure(), url.host(), url.port(), ""),
          url.basePath().isEmpty() ? "/" : url.basePath());
    }

    @Override
    public String toString() {
      return service + path;
    }
  }
}
