package ai.fullpotential.orchestrator.net;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the process: one loop for each processor for all that must never block, and a
 * virtual thread for each thing that may.
 */
public final class Loops implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Loops.class);
  private static final int CLOSE_SECONDS = 5;

  /** How long a name server's word is taken at most. */
  private static final int KNOWN_SECONDS = 30;

  private final Vertx vertx;
  private final List<VertxLoop> all;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger freePorts = new AtomicInteger();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  /** Starts as many loops as said. */
  public Loops(int count) {
    this(count, new AddressResolverOptions().setCacheMaxTimeToLive(KNOWN_SECONDS));
  }

  Loops(int count, AddressResolverOptions names) {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(count)
                .setInternalBlockingPoolSize(2)
                .setWorkerPoolSize(1)
                .setAddressResolverOptions(names)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    List<VertxLoop> loops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      loops.add(new VertxLoop(((VertxInternal) vertx).createEventLoopContext()));
    }
    all = List.copyOf(loops);
  }

  /** One of the loops, each in its turn. */
  public ai.fullpotential.orchestrator.time.Loop next() {
    return all.get(Math.floorMod(next.getAndIncrement(), all.size()));
  }

  /** Runs what may block on a virtual thread of its own. */
  public ExecutorService blocking() {
    return blocking;
  }

  /** What the library takes for "any free port, one for all loops": a negative number of its own. */
  int anyFreePort() {
    return -freePorts.incrementAndGet();
  }

  List<VertxLoop> all() {
    return all;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Ends every loop and interrupts what still blocks. */
  @Override
  public void close() {
    blocking.shutdownNow();
    CountDownLatch ended = new CountDownLatch(1);
    vertx.close().onComplete(_ -> ended.countDown());
    try {
      if (!ended.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        // Nothing depends on them any more, and the process exits all the same.
        log.warn("the event loops did not end within {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A loop that is one of the library's event loops. */
  static final class VertxLoop implements ai.fullpotential.orchestrator.time.Loop {

    private final ContextInternal context;

    VertxLoop(ContextInternal context) {
      this.context = context;
    }

    Context context() {
      return context;
    }

    EventLoop nettyLoop() {
      return context.nettyEventLoop();
    }

    @Override
    public void execute(Runnable action) {
      if (context.nettyEventLoop().inEventLoop()) {
        action.run();
      } else {
        context.nettyEventLoop().execute(action);
      }
    }

    @Override
    public Timer after(java.time.Duration delay, Runnable action) {
      var scheduled =
          context
              .nettyEventLoop()
              .schedule(() -> run(action), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    }

    /** The library keeps to itself what a delayed action throws. */
    private static void run(Runnable action) {
      try {
        action.run();
      } catch (RuntimeException | Error bug) {
        log.atError().setCause(bug).log("an action of an event loop failed");
      }
    }
  }
}
