package ai.fullpotential.orchestrator.net;

import io.vertx.core.http.HttpServerRequest;

/**
 * One request before its doorkeeper. While he has not decided nothing of the body is read. Confined to
 * the exchange's loop.
 */
final class Entrance {

  private final HttpServerRequest request;
  private final Exchange exchange;
  private final Runnable inside;
  private boolean decided;
  private boolean paused;

  Entrance(HttpServerRequest request, Exchange exchange, Runnable inside) {
    this.request = request;
    this.exchange = exchange;
    this.inside = inside;
  }

  void pass(Doorkeeper doorkeeper, Access access) {
    doorkeeper.admit(exchange, access, this::decide);
    if (!decided) {
      request.pause();
      paused = true;
    }
  }

  private void decide(Admission admission) {
    decided = true;
    if (exchange.isAnswered()) {
      return; // it took too long to arrive
    }
    exchange.guarded(
        () -> {
          switch (admission) {
            case Admission.Admitted(Principal principal) -> {
              exchange.askedBy(principal);
              inside.run();
            }
            case Admission.Refused(Principal principal, Response answer) -> {
              exchange.askedBy(principal);
              RequestBody.closeUnlessWhole(request, exchange);
              exchange.respond(answer);
            }
          }
        });
    if (paused) {
      request.resume();
    }
  }
}
