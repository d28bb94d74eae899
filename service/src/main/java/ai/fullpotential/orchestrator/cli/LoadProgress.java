package ai.fullpotential.orchestrator.cli;

/** Shows whoever waits how far a load has come. */
interface LoadProgress extends AutoCloseable {

  /** So much is done by now. */
  void show(Place place);

  /** Why nothing goes on for a while, in one line. */
  void say(String line);

  @Override
  void close();
}
