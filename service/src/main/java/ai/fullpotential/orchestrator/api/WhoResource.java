package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Principal;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.net.Scope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /whoami}: who asks, and what he may do (contract B5). */
public final class WhoResource {

  /** The scopes with those that they include. */
  private record Who(@Nullable String subject, List<String> scopes, boolean readsAll) {}

  /** Its route. */
  public List<Route> routes() {
    return List.of(Route.quick("GET", "/whoami", Access.SIGNED_IN, WhoResource::tell));
  }

  private static void tell(Exchange exchange) {
    Principal asking = exchange.principal();
    List<String> scopes =
        Arrays.stream(Scope.values()).filter(asking::may).map(Scope::wire).toList();
    exchange.respond(Response.ok(new Who(asking.subject(), scopes, asking.readsAll())));
  }
}
