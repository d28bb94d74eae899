package ai.fullpotential.orchestrator.net;

import java.util.List;
import java.util.Map;

/** The answers where no route leads. */
final class NoRoute {
  private NoRoute() {}

  static Response wrongMethod(Exchange exchange, String allow) {
    return exchange
        .failure(
            ErrorCode.METHOD_NOT_ALLOWED,
            exchange.path()
                + " does not answer "
                + exchange.method()
                + "; it answers "
                + allow
                + ".",
            Map.of("method", exchange.method(), "allowed", List.of(allow.split(", "))))
        .with("Allow", allow);
  }

  /** A server without any route listens, and is still being built: who asks now may ask again. */
  static Response nothingThere(Exchange exchange, RouteTable routes) {
    String path = exchange.path();
    return routes.routes().isEmpty()
        ? exchange
            .failure(ErrorCode.OVERLOADED, "The service is starting. Try again.", Map.of())
            .with("Retry-After", "1")
        : exchange.failure(
            ErrorCode.NOT_FOUND, "Nothing is at " + path + ".", Map.of("path", path));
  }
}
