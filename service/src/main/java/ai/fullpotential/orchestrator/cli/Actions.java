package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.config.Loading.Loaded;

/**
 * What the command line cannot do itself, because it means to build the whole service. Each returns
 * when the service has stopped.
 */
public interface Actions {

  /** Serves until a signal to stop. */
  ExitCode serve(Loaded settings);

  /** Runs a small mesh and shows what the service does with it. */
  ExitCode demo(Loaded settings, DemoOptions options);

  /**
   * How the demonstration goes.
   *
   * @param once show it and stop, instead of serving on until a signal to stop
   */
  record DemoOptions(boolean once) {}
}
