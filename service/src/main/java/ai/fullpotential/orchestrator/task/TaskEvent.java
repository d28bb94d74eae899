package ai.fullpotential.orchestrator.task;

/** What can happen to a task. */
public sealed interface TaskEvent {

  /** The time a queued task waited for has come, and its droplet is known. */
  record Due(Target target) implements TaskEvent {}

  /** The time a queued task waited for has come, but no list names its droplet any more. */
  record DropletMissing() implements TaskEvent {}

  /** The open attempt ended. */
  record AttemptEnded(AttemptResult result) implements TaskEvent {}

  /** This service cannot go on with it: a bug of ours, or the end of the process. */
  record Abandoned(String why) implements TaskEvent {}
}
