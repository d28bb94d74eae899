package ai.fullpotential.orchestrator.net;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to those who may not, with the challenge that RFC 6750 wants. */
public final class Refusal {

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String REALM = "Bearer realm=\"orchestrator\"";

  private Refusal() {}

  /**
   * 401.
   *
   * @param error the word of RFC 6750, or null when no token was sent
   * @param reason a sentence that holds nothing of the token
   */
  public static Response unauthorized(Exchange exchange, @Nullable String error, String reason) {
    return exchange
        .failure(ErrorCode.UNAUTHORIZED, reason, Map.of("scheme", "Bearer"))
        .with(CHALLENGE, error == null ? REALM : REALM + ", error=\"" + error + "\"");
  }

  /** 403: the scope is missing. */
  public static Response forbidden(Exchange exchange, Scope missing) {
    return exchange
        .failure(
            ErrorCode.FORBIDDEN,
            "This needs the scope '" + missing.wire() + "', which the token does not grant.",
            Map.of("scope", missing.wire()))
        .with(
            CHALLENGE, REALM + ", error=\"insufficient_scope\", scope=\"" + missing.wire() + "\"");
  }
}
