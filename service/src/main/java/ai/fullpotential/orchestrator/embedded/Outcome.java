package ai.fullpotential.orchestrator.embedded;

import java.util.List;

/** What came of a change to the entries. */
sealed interface Outcome {

  /** It is made, stored, and known to whoever listens. */
  record Done(Entry entry) implements Outcome {}

  /** The entry that was asked for breaks rules. */
  record Invalid(List<Fault> faults) implements Outcome {}

  /** An entry has this name. */
  record NameTaken(String name, String owner) implements Outcome {}

  /** An entry with another name has this id. */
  record IdTaken(String id, String owner) implements Outcome {}

  /** There is no such entry. */
  record Unknown(String id) implements Outcome {}

  /** The entry is this Registry's own, which is not for others to change. */
  record Own() implements Outcome {}

  /** No further entry fits. */
  record Full() implements Outcome {}

  /** The list of all entries would be longer than a reader takes. */
  record ListTooLong() implements Outcome {}

  /** The disk did not take it, and so nothing changed. */
  record NotStored() implements Outcome {}
}
