package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Admission;
import ai.fullpotential.orchestrator.net.Doorkeeper;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.OutboundSettings;
import ai.fullpotential.orchestrator.net.Principal;
import ai.fullpotential.orchestrator.net.Refusal;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Scope;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lets in who brings a good token in the header {@code Authorization} (RFC 6750), and no other way. */
public final class BearerDoorkeeper implements Doorkeeper {

  private static final String SCHEME = "Bearer ";
  private static final String INVALID_TOKEN = "invalid_token";

  private final Tokens tokens;

  BearerDoorkeeper(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The one that is set up. Where keys are told is the operator's word, and so may be anywhere.
   *
   * @param outbound the certificates that are trusted, and shown
   * @param loops carry the calls that fetch keys
   */
  public static Doorkeeper of(
      AuthSettings settings, OutboundSettings outbound, Loops loops, TimeSource time) {
    return switch (settings) {
      case AuthSettings.None() -> Doorkeeper.OPEN;
      case AuthSettings.Jwt(AuthSettings.Trust.Known(Keys keys), Expected expected) ->
          new BearerDoorkeeper(new Tokens(new FixedKeys(keys), expected, time));
      case AuthSettings.Jwt(AuthSettings.Trust.Told(var places), Expected expected) -> {
        HttpCaller http = new HttpCaller(loops, outbound.toAnywhere());
        FetchedKeys fetched = new FetchedKeys(places, http, loops.next(), time);
        fetched.start();
        yield new BearerDoorkeeper(new Tokens(fetched, expected, time));
      }
    };
  }

  @Override
  public void admit(Exchange exchange, Access access, Consumer<Admission> decided) {
    if (access instanceof Access.Open) {
      decided.accept(new Admission.Admitted(Principal.NOBODY));
      return;
    }
    List<String> headers = exchange.headers("Authorization");
    if (headers.isEmpty()) {
      decided.accept(
          refused(
              Refusal.unauthorized(
                  exchange, null, "This needs a token: send 'Authorization: Bearer <token>'.")));
      return;
    }
    String header = headers.getFirst();
    if (headers.size() > 1 || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      decided.accept(
          refused(
              Refusal.unauthorized(
                  exchange, "invalid_request", "Authorization must be 'Bearer <token>', once.")));
      return;
    }
    tokens.check(
        header.substring(SCHEME.length()).strip(),
        exchange.loop(),
        check -> decided.accept(admission(exchange, access, check)));
  }

  private static Admission admission(Exchange exchange, Access access, TokenCheck check) {
    return switch (check) {
      case TokenCheck.Accepted(Principal principal) -> admission(exchange, access, principal);
      case TokenCheck.Rejected(String reason) ->
          refused(Refusal.unauthorized(exchange, INVALID_TOKEN, reason));
      case TokenCheck.Unavailable(String reason) ->
          refused(
              exchange.failure(ErrorCode.OVERLOADED, reason, Map.of()).with("Retry-After", "5"));
    };
  }

  private static Admission admission(Exchange exchange, Access access, Principal principal) {
    return switch (access) {
      case Access.Needs(Scope scope) when !principal.may(scope) ->
          new Admission.Refused(principal, Refusal.forbidden(exchange, scope));
      case Access.Needs _, Access.SignedIn _, Access.Open _ -> new Admission.Admitted(principal);
    };
  }

  private static Admission refused(Response answer) {
    return new Admission.Refused(Principal.NOBODY, answer);
  }
}
