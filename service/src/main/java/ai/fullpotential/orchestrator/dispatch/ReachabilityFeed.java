package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskListener;

/** Tells what each attempt showed of its droplet, as a probe would (contract A5). */
public final class ReachabilityFeed implements TaskListener {

  private final Reachability reachability;

  /** A feed into this. */
  public ReachabilityFeed(Reachability reachability) {
    this.reachability = reachability;
  }

  @Override
  public void changed(Task task) {
    task.lastAttempt().map(Attempt::end).ifPresent(end -> tell(task.spec().dropletName(), end));
  }

  private void tell(String droplet, Attempt.End end) {
    switch (end.outcome()) {
      case ANSWERED -> {
        if (end.responseStatus() != null && end.responseStatus() < 500) {
          reachability.heard(droplet);
        } else {
          reachability.missed(droplet);
        }
      }
      case TIMEOUT, REFUSED, DNS, RESET -> reachability.missed(droplet);
      case UNKNOWN -> {}
    }
  }
}
