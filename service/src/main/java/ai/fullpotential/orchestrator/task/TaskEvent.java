package ai.fullpotential.orchestrator.task;

/** What can happen to a task. */
public sealed interface TaskEvent {

  /** The time a queued task waited for has come, and its droplet is known. */
  record Due(Target target) implements TaskEvent {}

  /** The time a queued task waited for has come, but no list names its droplet any more. */
  record DropletMissing() implements TaskEvent {}

  /** The time a queued task waited for has come, but its droplet may not be called yet. */
  record Blocked(TaskState.Waiting reason) implements TaskEvent {}

  /** Its droplet may not be called soon, and somebody waits who is to be told so. */
  record Refused(Refusal why) implements TaskEvent {}

  /** The open attempt ended. */
  record AttemptEnded(AttemptResult result) implements TaskEvent {}

  /** The open attempt's node is gone, and nobody saw how the attempt ended. */
  record AttemptLost(String why) implements TaskEvent {}

  /** Somebody asked for it to end. */
  record Cancelled() implements TaskEvent {}

  /** Somebody let a held task go on. */
  record Released() implements TaskEvent {}

  /** Somebody ended a held task, whose attempt they take for failed. */
  record GivenUp() implements TaskEvent {}

  /** This service cannot go on with it: a bug of ours, or the end of the process. */
  record Abandoned(String why) implements TaskEvent {}
}
