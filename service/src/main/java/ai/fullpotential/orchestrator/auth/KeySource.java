package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.time.Loop;
import java.util.Optional;

/** Where the keys come from. Never blocks. */
interface KeySource {

  /** The keys as they are known now; empty when they never were. */
  Optional<Keys> keys();

  /**
   * Looks for newer ones, unless it has done so just now.
   *
   * @param then is run on this loop once that is done or has failed, perhaps at once; what {@link
   *     #keys} gives then is the newest there is
   */
  void renew(Loop loop, Runnable then);
}
