package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.time.Pause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a book of policies in step with what other nodes write, on a thread of its own. While the
 * store is away, the policies stay as they were.
 */
public final class PolicyKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PolicyKeeper.class);

  /** How often it looks: what one node writes holds on all within a second. */
  static final Duration BETWEEN = Duration.ofMillis(900);

  private static final Duration SELDOM = Duration.ofSeconds(5);

  private final PolicyBook book;
  private final boolean shared;
  private final Pause pause;
  private boolean storeIsAway;
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  /**
   * A keeper that has not begun.
   *
   * @param shared whether other nodes write; when not, it looks seldom, for a write of its own whose
   *     fate was unknown
   */
  public PolicyKeeper(PolicyBook book, boolean shared, Pause pause) {
    this.book = book;
    this.shared = shared;
    this.pause = pause;
  }

  /** Looks once, so that policies hold from the first task on, and then again and again. */
  public void start() {
    look();
    thread = Thread.ofVirtual().name("policies").start(this::keepLooking);
  }

  @Override
  public void close() {
    closed = true;
    Thread looking = thread;
    if (looking != null) {
      looking.interrupt();
    }
  }

  private void keepLooking() {
    try {
      while (!closed) {
        pause.pause(shared || !book.isLoaded() ? BETWEEN : SELDOM);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      book.look();
      if (storeIsAway) {
        storeIsAway = false;
        log.info("the store can be read again; policies are as they are stored");
      }
    } catch (StoreUnavailable e) {
      if (!storeIsAway && !closed) { // a look that is cut off tells nothing of the store
        storeIsAway = true;
        log.atWarn()
            .addKeyValue("reason", e.getMessage())
            .log("the store cannot be read; policies stay as they were");
      }
    } catch (RuntimeException bug) {
      log.atError().setCause(bug).log("policies were not read");
    }
  }
}
