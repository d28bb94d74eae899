package ai.fullpotential.orchestrator.simulation;

import ai.fullpotential.orchestrator.task.TaskStore;
import java.util.function.BiFunction;

/** A fault planted to see it caught, in the store itself or between it and a node. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions are methods, and hold nothing.
enum Flaw {
  /** Everything as it is. */
  NONE,

  // In the store.
  DOES_NOT_FENCE(StoreFlaws::unfenced, null),
  TAKES_OLD_CHANGES(StoreFlaws::takesOldChanges, null),
  ANSWERS_ADD_BEFORE_COMMIT(StoreFlaws::addsLate, null),
  ANSWERS_SAVE_BEFORE_COMMIT(StoreFlaws::savesLate, null),
  CLAIMS_WITHOUT_LEASE(StoreFlaws::forgetsClaims, null),
  GIVES_ONE_TASK_TO_TWO(StoreFlaws::givesTwice, null),
  RESCUES_FROM_THE_LIVING(StoreFlaws::rescuesFromTheLiving, null),
  RESCUES_OLD_RECORDS(StoreFlaws::rescuesOldRecords, null),
  RESURRECTS_WHAT_HAS_ENDED(StoreFlaws::resurrects, null),
  IGNORES_KEYS(StoreFlaws::ignoresKeys, null),
  IGNORES_PRIORITY(StoreFlaws::reversesTurns, null),
  WAKES_EARLY,
  DROPS_FOLLOWERS(StoreFlaws::dropsFollowers, null),
  DOUBLES_FOLLOWERS(StoreFlaws::doublesFollowers, null),
  CLAIMS_AND_DOES_NOT_TELL(StoreFlaws::hidesClaims, null),
  LETS_GO_OF_WHAT_RUNS(StoreFlaws::letsGo, null),
  LOSES_WRITES(StoreFlaws::losesWrites, null),

  // Between the store and a node, or in the node.
  CALLS_BEFORE_THE_RECORD_IS_SAFE(null, NodeFlaws::answersItself),
  TAKES_UNKNOWN_FOR_SAVED(null, NodeFlaws::unknownIsSaved),
  TAKES_UNKNOWN_FOR_ADDED(null, NodeFlaws::unknownIsAdded),
  BELIEVES_ITS_LEASE_TOO_LONG(null, NodeFlaws::shortLeases),
  LEASES_NEVER_END(null, NodeFlaws::endlessLeases),
  IS_TOLD_TWICE(null, NodeFlaws::tellsTwice),
  IS_NEVER_TOLD(null, NodeFlaws::swallows),
  CALLS_TWICE,
  TIMERS_COME_EARLY;

  private final BiFunction<TaskStore, World, TaskStore> inStore;
  private final BiFunction<TaskStore, World, TaskStore> atNode;

  Flaw() {
    this(null, null);
  }

  Flaw(
      BiFunction<TaskStore, World, TaskStore> inStore,
      BiFunction<TaskStore, World, TaskStore> atNode) {
    this.inStore = inStore == null ? (real, _) -> real : inStore;
    this.atNode = atNode == null ? (real, _) -> real : atNode;
  }

  TaskStore inStore(TaskStore real, World world) {
    return inStore.apply(real, world);
  }

  TaskStore atNode(TaskStore remote, World world) {
    return atNode.apply(remote, world);
  }
}
