package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.util.function.BiConsumer;

/** What all gates of a node share. */
interface Surroundings {

  /** The clock. */
  TimeSource time();

  /** Where a gate waits for its time. */
  Loop timers();

  /** How many tasks that may wait in the store one droplet may have in memory. */
  int mostParkable();

  /** How many nodes share what holds over all of them. */
  int nodes();

  /** Told of breakers. */
  GateListener listener();

  /** Told that a droplet has room for tasks of a line that wait in the store. */
  BiConsumer<String, GateLine> callUp();
}
