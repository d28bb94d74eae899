package ai.fullpotential.orchestrator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs the same work on several threads that start at one moment. */
final class Together {
  private Together() {}

  /** What one of the threads does. */
  @FunctionalInterface
  interface Work {
    void run(int number) throws Exception;
  }

  /** Returns when all are done; throws what any of them threw. */
  static void run(int threads, Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        all.add(
            executor.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  work.run(number);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }
}
