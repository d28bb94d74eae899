package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the droplets that a task names, and asks the Registry once more when one is not known, for as
 * long as the task may take at most: the Registry may be slower than that. Safe for any thread; each
 * search is confined to its loop.
 */
final class Names {

  /** Nobody waits a day to hear that an asynchronous task is accepted. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final DropletDirectory directory;
  private final OnDemandSync sync;
  private final Set<Search> searches = ConcurrentHashMap.newKeySet();

  Names(DropletDirectory directory, OnDemandSync sync) {
    this.directory = directory;
    this.sync = sync;
  }

  /**
   * Looks all names up.
   *
   * @param loop the one that this is called on
   * @param done told once, on the loop; before this returns when all are known
   */
  void find(TaskSpec spec, Loop loop, Consumer<Spelling.Found> done) {
    Spelling.Found found = Spelling.of(spec, directory);
    if (found instanceof Spelling.Found.All) {
      done.accept(found);
    } else {
      new Search(spec, loop, done).start();
    }
  }

  TaskOutcome.UnknownDroplet unknown(String name) {
    return new TaskOutcome.UnknownDroplet(name, directory.names(), directory.status());
  }

  /** Lets no search take longer. */
  void hurry() {
    searches.forEach(Search::endSoon);
  }

  /** A search that waits for a sync. */
  private final class Search {

    private final TaskSpec spec;
    private final Loop loop;
    private final Consumer<Spelling.Found> done;
    private Loop.@Nullable Timer limit;
    private boolean ended;

    Search(TaskSpec spec, Loop loop, Consumer<Spelling.Found> done) {
      this.spec = spec;
      this.loop = loop;
      this.done = done;
    }

    void start() {
      searches.add(this);
      limit = loop.after(longest(), this::end);
      try {
        sync.forUnknownName(this::endSoon);
      } catch (RuntimeException | Error bug) {
        forget();
        throw bug;
      }
    }

    private Duration longest() {
      Duration total = spec.limits().total();
      return spec.options().asynchronous() && total.compareTo(LONGEST) > 0 ? LONGEST : total;
    }

    /** Any thread may call this. */
    void endSoon() {
      loop.execute(this::end);
    }

    private void end() {
      if (!ended) {
        forget();
        done.accept(Spelling.of(spec, directory));
      }
    }

    private void forget() {
      ended = true;
      searches.remove(this);
      if (limit != null) {
        limit.cancel();
      }
    }
  }
}
