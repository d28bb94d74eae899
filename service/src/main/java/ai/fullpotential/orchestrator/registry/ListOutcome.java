package ai.fullpotential.orchestrator.registry;

/** What came of asking a Registry for its list. */
sealed interface ListOutcome {

  /** It gave one, perhaps empty. */
  record Listed(DropletList list) implements ListOutcome {}

  /** It gave none, for a reason fit for a log. */
  record Failed(String reason) implements ListOutcome {}
}
