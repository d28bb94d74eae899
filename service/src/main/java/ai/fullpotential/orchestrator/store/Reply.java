package ai.fullpotential.orchestrator.store;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who waits for what became of a write. The writer's thread settles it, perhaps again when a
 * transaction is tried again, and tells it once the transaction is committed; any thread may fail it
 * before. It is told exactly once.
 */
final class Reply<R> {

  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private final Consumer<? super R> done;
  private final Function<String, R> unknown;
  private final AtomicBoolean told = new AtomicBoolean();
  private @Nullable R result;

  /**
   * A reply.
   *
   * @param done is told, and must be cheap
   * @param unknown what to tell when the outcome is not known, from why that is so
   */
  Reply(Consumer<? super R> done, Function<String, R> unknown) {
    this.done = done;
    this.unknown = unknown;
  }

  /** Keeps what will be told after the commit. */
  void settle(R what) {
    result = what;
  }

  /** Tells what was settled. */
  void tell() {
    R settled = result;
    tell(settled == null ? unknown.apply("the store left it out") : settled);
  }

  /** Tells that the outcome is not known. */
  void fail(String why) {
    tell(unknown.apply(why));
  }

  private void tell(R what) {
    if (!told.compareAndSet(false, true)) {
      return;
    }
    try {
      done.accept(what);
    } catch (RuntimeException e) {
      LOG.error("what waits for a write failed", e);
    }
  }
}
