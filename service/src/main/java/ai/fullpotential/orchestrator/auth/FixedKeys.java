package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.time.Loop;
import java.util.Optional;

/** Keys of a file, which was read at the start. */
record FixedKeys(Keys all) implements KeySource {

  @Override
  public Optional<Keys> keys() {
    return Optional.of(all);
  }

  @Override
  public void renew(Loop loop, Runnable then) {
    loop.execute(then);
  }
}
