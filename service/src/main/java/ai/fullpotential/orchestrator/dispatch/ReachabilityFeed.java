package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.TargetUrl;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.task.Attempt;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskState;

/**
 * Tells what each attempt showed of its droplet, as a probe would (contract A5): once, when the
 * attempt ends, and only while the droplet is still where the attempt went.
 */
public final class ReachabilityFeed implements TaskListener {

  private final Reachability reachability;

  /** A feed into this. */
  public ReachabilityFeed(Reachability reachability) {
    this.reachability = reachability;
  }

  @Override
  public void changed(Task task) {
    if (task.attempts().isEmpty()) {
      return;
    }
    Attempt last = task.attempts().getLast();
    if (last.end() != null && hasJustEnded(last.end(), task.state()) && isStillThere(task, last)) {
      tell(task.spec().dropletName(), last.end());
    }
  }

  /** Whether this state is the one that the attempt's end led to, and not a later one. */
  private static boolean hasJustEnded(Attempt.End end, TaskState state) {
    return switch (state) {
      case TaskState.Queued(_, TaskState.Waiting reason, _) -> reason == TaskState.Waiting.BACKOFF;
      case TaskState.Running(), TaskState.Held _ -> false;
      case TaskState.Finished finished -> finished.at().equals(end.at());
    };
  }

  /** An attempt at an address that the droplet has left meanwhile tells nothing. */
  private boolean isStillThere(Task task, Attempt attempt) {
    return reachability
        .address(task.spec().dropletName())
        .filter(now -> TargetUrl.of(now, task.spec().path()).equals(attempt.target().url()))
        .isPresent();
  }

  private void tell(String droplet, Attempt.End end) {
    switch (end.outcome()) {
      case ANSWERED ->
          reachability.called(
              droplet, end.responseStatus() != null && end.responseStatus() < 500, end.at());
      case TIMEOUT, REFUSED, DNS, RESET -> reachability.called(droplet, false, end.at());
      case UNKNOWN, CANCELLED -> {}
    }
  }
}
