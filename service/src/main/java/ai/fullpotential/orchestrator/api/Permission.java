package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Ends;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Principal;
import ai.fullpotential.orchestrator.net.Refusal;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Scope;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether somebody may steer a task: one's own with {@code submit}, another's with {@code operate}. */
record Permission(Ends ends) {

  /** Goes on when it is allowed, on the exchange's loop; else the exchange is answered. */
  void toSteer(Exchange exchange, TaskId id, Runnable allowed) {
    if (mayEverything(exchange.principal())) {
      allowed.run();
      return;
    }
    ends.await(
        id,
        Duration.ZERO,
        exchange.loop(),
        found -> exchange.guarded(() -> judge(exchange, id, found, allowed)),
        () -> exchange.guarded(() -> exchange.respond(TaskAnswer.noStore(exchange))));
  }

  private static boolean mayEverything(Principal principal) {
    return principal.readsAll() && principal.may(Scope.SUBMIT) && principal.may(Scope.OPERATE);
  }

  private static void judge(Exchange exchange, TaskId id, Optional<Task> found, Runnable allowed) {
    Optional<Task> seen = Answers.seen(exchange, found);
    if (seen.isEmpty()) {
      Answers.noSuchTask(exchange, id);
      return;
    }
    String owner = seen.get().origin().owner();
    if (exchange.principal().steers(owner)) {
      allowed.run();
    } else {
      exchange.respond(refusal(exchange, owner));
    }
  }

  /** The answer to who sees what is of this owner and may not change it. */
  static Response refusal(Exchange exchange, @Nullable String owner) {
    return Refusal.forbidden(
        exchange, exchange.principal().owns(owner) ? Scope.SUBMIT : Scope.OPERATE);
  }
}
