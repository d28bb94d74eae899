package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes tasks in, as many at once as may be, and sees each to its end. Safe for any thread; each
 * task's own walk is confined to the loop it came on.
 */
public final class Dispatcher {

  /** How long the answers to tasks that were cut may take to leave. */
  private static final int LAST_ANSWERS_SECONDS = 1;

  private final Parts parts;
  private final OnDemandSync sync;
  private final Supplier<TaskId> ids;
  private final int maxConcurrent;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Set<Walk> walks = ConcurrentHashMap.newKeySet();
  private final Set<Lookup> lookups = ConcurrentHashMap.newKeySet();
  private final CountDownLatch quiet = new CountDownLatch(1);
  private volatile boolean draining;

  /**
   * A dispatcher.
   *
   * @param ids gives each task its name
   * @param maxConcurrent the most tasks under way
   */
  public Dispatcher(Parts parts, OnDemandSync sync, Supplier<TaskId> ids, int maxConcurrent) {
    this.parts = parts;
    this.sync = sync;
    this.ids = ids;
    this.maxConcurrent = maxConcurrent;
  }

  /** Takes a task in. Called on the submission's loop. */
  public void submit(Submission submission) {
    // Counted first, so that drain() cannot overlook a task that has just passed this check.
    int count = underWay.incrementAndGet();
    if (draining || count > maxConcurrent) {
      leave();
      submission
          .done()
          .accept(draining ? new TaskOutcome.Draining() : new TaskOutcome.Full(maxConcurrent));
      return;
    }
    InstantSource clock = parts.time().anchored();
    Instant acceptedAt = clock.instant();
    Optional<Droplet> known = parts.directory().find(submission.spec().dropletName());
    if (known.isPresent()) {
      begin(submission, known.get(), acceptedAt, clock);
    } else {
      new Lookup(submission, acceptedAt, clock).start();
    }
  }

  private void begin(
      Submission submission, Droplet droplet, Instant acceptedAt, InstantSource clock) {
    Task task =
        Task.accepted(
            ids.get(),
            submission.requestId(),
            submission.spec().forDroplet(droplet.name()),
            acceptedAt);
    new Tracked(task, submission, clock).start();
  }

  /**
   * A name that is looked for once more, for as long as its task may take at most: the Registry may be
   * slower than that. Confined to its submission's loop.
   */
  private final class Lookup {

    private final Submission submission;
    private final Instant acceptedAt;
    private final InstantSource clock;
    private Loop.@Nullable Timer limit;
    private boolean ended;

    Lookup(Submission submission, Instant acceptedAt, InstantSource clock) {
      this.submission = submission;
      this.acceptedAt = acceptedAt;
      this.clock = clock;
    }

    void start() {
      lookups.add(this);
      limit = submission.loop().after(submission.spec().limits().total(), this::end);
      try {
        sync.forUnknownName(this::endSoon);
      } catch (RuntimeException | Error bug) {
        forget();
        leave();
        throw bug;
      }
    }

    /** Any thread may call this. */
    void endSoon() {
      submission.loop().execute(this::end);
    }

    private void end() {
      if (ended) {
        return;
      }
      forget();
      String name = submission.spec().dropletName();
      Optional<Droplet> found = parts.directory().find(name);
      if (draining || found.isEmpty()) {
        leave();
        submission
            .done()
            .accept(
                draining
                    ? new TaskOutcome.Draining()
                    : new TaskOutcome.UnknownDroplet(
                        name, parts.directory().names(), parts.directory().status()));
      } else {
        begin(submission, found.get(), acceptedAt, clock);
      }
    }

    private void forget() {
      ended = true;
      lookups.remove(this);
      if (limit != null) {
        limit.cancel();
      }
    }
  }

  /** A walk among those under way, from its first step to its last. */
  private final class Tracked {

    private final Walk walk;

    Tracked(Task task, Submission submission, InstantSource clock) {
      walk =
          new Walk(
              task,
              parts,
              submission.loop(),
              clock,
              outcome -> {
                ended();
                submission.done().accept(outcome);
              });
    }

    void start() {
      walks.add(walk);
      walk.proceed();
    }

    private void ended() {
      walks.remove(walk);
      leave();
    }
  }

  private void leave() {
    if (underWay.decrementAndGet() == 0 && draining) {
      quiet.countDown();
    }
  }

  /** How many tasks are under way. */
  public int underWay() {
    return underWay.get();
  }

  /** Whether the service is stopping and takes nothing any more. */
  public boolean isDraining() {
    return draining;
  }

  /**
   * Takes nothing any more, waits until what is under way has ended, and after the grace ends what
   * has not.
   */
  public void drain(Duration grace) throws InterruptedException {
    draining = true;
    if (underWay.get() > 0 && !quiet.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
      lookups.forEach(Lookup::endSoon);
      walks.forEach(Walk::cut);
      quiet.await(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
    }
  }
}
