package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Documents.Document;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskListener;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.Then;
import ai.fullpotential.orchestrator.time.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins what is to follow when all tasks of a {@code then} have succeeded. A join is noted before the
 * task that opens it ends, and is looked at whenever one of its tasks ends and every now and then, by
 * any node: so none is forgotten, and because the names of what it begins follow from it, none begins
 * twice. Safe for any thread.
 */
public final class Joins implements TaskListener {

  private static final Logger log = LoggerFactory.getLogger(Joins.class);
  private static final String KIND = "join";
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final JsonText NOTHING = Json.text(json -> json.writeNull());

  private final TaskStore store;
  private final Documents documents;
  private final Executor blocking;

  /**
   * Joins.
   *
   * @param blocking runs what may block
   */
  public Joins(TaskStore store, Documents documents, Executor blocking) {
    this.store = store;
    this.documents = documents;
    this.blocking = blocking;
  }

  /** Looks at all joins now and then, on this loop, for as long as it runs. */
  public void start(Loop loop) {
    loop.after(
        LOOK,
        () -> {
          blocking.execute(this::lookAtAll);
          start(loop);
        });
  }

  /** Notes the join that a task is about to open, if it opens one, and only then goes on. */
  void before(Task task, Loop loop, Runnable then) {
    if (opens(task)) {
      blocking.execute(() -> note(task.id(), loop, then));
    } else {
      then.run();
    }
  }

  private static boolean opens(Task task) {
    return task.status() == TaskStatus.SUCCESS && task.spec().options().then().join() != null;
  }

  private void note(TaskId id, Loop loop, Runnable then) {
    try {
      documents.create(KIND, id.value(), NOTHING);
      loop.execute(then);
    } catch (StoreUnavailable e) {
      loop.execute(() -> loop.after(AGAIN, () -> blocking.execute(() -> note(id, loop, then))));
    }
  }

  @Override
  public void changed(Task task) {
    String of = task.origin().of();
    if (of != null && task.origin().kind() == Origin.Kind.THEN && task.finished().isPresent()) {
      blocking.execute(() -> look(of));
    }
  }

  private void lookAtAll() {
    try {
      documents.all(KIND).stream().map(Document::id).forEach(this::look);
    } catch (StoreUnavailable e) {
      log.atDebug().addKeyValue("reason", e.getMessage()).log("joins not looked at");
    }
  }

  /** Looks whether all has succeeded that the join of this task waits for. */
  void look(String opener) {
    try {
      if (documents.find(KIND, opener).isEmpty()) {
        return;
      }
      Optional<Task> task = store.find(new TaskId(opener));
      if (task.isEmpty()) {
        documents.delete(KIND, opener);
      } else if (task.get().finished().isPresent()) {
        look(task.get(), task.get().finished().get());
      }
    } catch (StoreUnavailable e) {
      log.atDebug().addKeyValue("reason", e.getMessage()).log("a join not looked at");
    }
  }

  private void look(Task opener, Finished end) {
    Then then = opener.spec().options().then();
    List<@Nullable JsonText> results = new ArrayList<>();
    Instant last = end.at();
    for (int i = 0; i < then.tasks().size(); i++) {
      TaskId id = FollowerIds.of(opener.id().value(), end.at(), i);
      Optional<Finished> followed = store.find(id).map(Task::finished).orElse(Optional.empty());
      boolean succeeded = followed.map(f -> f.status() == TaskStatus.SUCCESS).orElse(false);
      if (!succeeded) {
        boolean hopeless = followed.isPresent() || !opens(opener) || store.find(id).isEmpty();
        if (hopeless) {
          documents.delete(KIND, opener.id().value());
        }
        return;
      }
      results.add(followed.orElseThrow().responseBody());
      last = later(last, followed.orElseThrow().at());
    }
    begin(opener, then.join(), list(results), last);
  }

  private void begin(Task opener, @Nullable Then join, JsonText results, Instant at) {
    if (join == null) {
      return;
    }
    Origin origin = Followers.origin(opener, Origin.Kind.JOIN);
    List<Task> tasks = Followers.begin(join, results, origin, "join:" + opener.id(), at);
    Recording recording = new Recording(opener.id(), tasks.size());
    tasks.forEach(task -> store.add(new TaskStore.Addition(task, null, null), recording::added));
  }

  /** The join is over when all that it begins is recorded. */
  private final class Recording {

    private final TaskId opener;
    private int left;

    Recording(TaskId opener, int tasks) {
      this.opener = opener;
      this.left = tasks;
    }

    synchronized void added(AddResult result) {
      if (result instanceof AddResult.Added && --left == 0) {
        blocking.execute(this::end);
      }
    }

    private void end() {
      try {
        documents.delete(KIND, opener.value());
      } catch (StoreUnavailable e) {
        log.atDebug().addKeyValue("task_id", opener).log("a join that is over is still noted");
      }
    }
  }

  private static JsonText list(List<@Nullable JsonText> results) {
    return Json.text(
        json -> {
          json.writeStartArray();
          for (JsonText result : results) {
            if (result == null) {
              json.writeNull();
            } else {
              Json.writeRaw(json, result);
            }
          }
          json.writeEndArray();
        });
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
