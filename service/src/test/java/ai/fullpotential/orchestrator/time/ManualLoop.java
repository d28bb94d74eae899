package ai.fullpotential.orchestrator.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loop whose thread is the one that made it: the test's own. What that thread executes runs at
 * once; what other threads hand over, and timers that are due, run in {@link #run} and {@link
 * #advance}.
 */
public final class ManualLoop implements Loop {

  private final ManualTime time;
  private final Thread owner = Thread.currentThread();
  private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
  private final List<Entry> timers = new ArrayList<>();
  private final AtomicLong numbers = new AtomicLong();

  /** The number keeps two timers apart that are due at one moment and run one action. */
  private record Entry(long dueNanos, long number, Runnable action) {}

  /** A loop whose timers follow this clock. */
  public ManualLoop(ManualTime time) {
    this.time = time;
  }

  @Override
  public void execute(Runnable action) {
    if (Thread.currentThread() == owner) {
      action.run();
    } else {
      handedOver.add(action);
    }
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    Entry entry =
        new Entry(time.nanos() + Math.max(0, delay.toNanos()), numbers.getAndIncrement(), action);
    synchronized (timers) {
      timers.add(entry);
    }
    return () -> {
      synchronized (timers) {
        timers.remove(entry);
      }
    };
  }

  /** Runs what was handed over and what is due, and what these lead to, until nothing is left. */
  public void run() {
    while (true) {
      Runnable next = handedOver.poll();
      if (next == null) {
        next = takeDue(time.nanos()).map(Entry::action).orElse(null);
      }
      if (next == null) {
        return;
      }
      next.run();
    }
  }

  /** Moves the time on and runs each timer at its own moment, in order. */
  public void advance(Duration duration) {
    long end = time.nanos() + duration.toNanos();
    run();
    Optional<Entry> next = takeDue(end);
    while (next.isPresent()) {
      time.advance(Duration.ofNanos(Math.max(0, next.get().dueNanos() - time.nanos())));
      next.get().action().run();
      run();
      next = takeDue(end);
    }
    time.advance(Duration.ofNanos(Math.max(0, end - time.nanos())));
  }

  /** How many timers wait. */
  public int timers() {
    synchronized (timers) {
      return timers.size();
    }
  }

  /** The earliest timer that is due by then; of two at one moment the one that was set first. */
  private Optional<Entry> takeDue(long byNanos) {
    synchronized (timers) {
      Optional<Entry> earliest =
          timers.stream()
              .filter(timer -> timer.dueNanos() - byNanos <= 0)
              .min(Comparator.comparingLong(Entry::dueNanos));
      earliest.ifPresent(timers::remove);
      return earliest;
    }
  }
}
