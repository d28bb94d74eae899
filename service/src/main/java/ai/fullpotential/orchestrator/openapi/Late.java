package ai.fullpotential.orchestrator.openapi;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is made when it is first asked for, as most processes are never asked. */
final class Late<T> implements Supplier<T> {

  private final Supplier<T> making;
  private @Nullable T made;

  Late(Supplier<T> making) {
    this.making = making;
  }

  @Override
  public synchronized T get() {
    T value = made;
    if (value == null) {
      value = making.get();
      made = value;
    }
    return value;
  }
}
