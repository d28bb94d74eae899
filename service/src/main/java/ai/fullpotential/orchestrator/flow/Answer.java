package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.task.Refusal;
import ai.fullpotential.orchestrator.task.TaskState.Waiting;

/** What a gate says to who wants to call its droplet. */
public sealed interface Answer {

  /** The call may be made now. */
  record Go(Pass pass) implements Answer {}

  /** It cannot be made soon: the task is to wait in the store, and is called up from there. */
  record Park(Waiting reason) implements Answer {}

  /** It cannot be made, and somebody waits who is to be told at once. */
  record Refuse(Refusal why) implements Answer {}
}
