package ai.fullpotential.orchestrator.cli;

import java.io.IOException;

/** What a load reads, and where it leaves what it has done. */
interface LoadSource extends Load.Ledger, AutoCloseable {

  /** The lines that are still to be sent. */
  Lines lines();

  /** Where they begin. */
  Place begin();

  /** All is sent. */
  void finished() throws IOException;

  /** How to go on after an end before the end. */
  String toGoOn();

  /** Where the refused lines are. */
  String refusedAt();

  @Override
  void close() throws IOException;
}
