package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.SearchWords;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pages of the tasks in memory. Called under the store's lock. */
final class MemoryPages {
  private MemoryPages() {}

  static TaskPage of(TaskShelf shelf, TaskQuery query) {
    NavigableSet<KeptTask> candidates = shelf.select(query.dropletName(), query.status());
    return query.isByStatusAndDropletAlone()
        ? plain(candidates, query)
        : filtered(candidates, query);
  }

  private static TaskPage plain(NavigableSet<KeptTask> candidates, TaskQuery query) {
    List<Task> page = new ArrayList<>(Math.min(query.limit(), candidates.size()));
    for (KeptTask kept : candidates.descendingSet()) {
      if (page.size() > query.limit()) {
        break;
      }
      if (isBehind(kept.record().id(), query)) {
        page.add(kept.record());
      }
    }
    return page(page, query, candidates.size(), true);
  }

  private static TaskPage filtered(NavigableSet<KeptTask> candidates, TaskQuery query) {
    Set<String> words = query.words().map(SearchWords::of).orElse(Set.of());
    List<Task> page = new ArrayList<>();
    int total = 0;
    for (KeptTask kept : candidates.descendingSet()) {
      Task task = kept.record();
      if (matches(task, query, words)) {
        total++;
        if (page.size() <= query.limit() && isBehind(task.id(), query)) {
          page.add(task);
        }
      }
      if (total > TaskPage.COUNTED && page.size() > query.limit()) {
        break;
      }
    }
    return page(page, query, Math.min(total, TaskPage.COUNTED), total <= TaskPage.COUNTED);
  }

  /** The page has one task more than wanted when there is a next page. */
  private static TaskPage page(List<Task> found, TaskQuery query, int total, boolean exact) {
    boolean more = found.size() > query.limit();
    List<Task> tasks = more ? found.subList(0, query.limit()) : found;
    @Nullable TaskId next = more ? tasks.getLast().id() : null;
    return new TaskPage(tasks, total, exact, next);
  }

  private static boolean isBehind(TaskId id, TaskQuery query) {
    return query.after().isEmpty() || id.value().compareTo(query.after().get().value()) < 0;
  }

  private static boolean matches(Task task, TaskQuery query, Set<String> words) {
    return query.owner().map(owner -> owner.equals(task.origin().owner())).orElse(true)
        && query.tag().map(task.spec().options().tags()::contains).orElse(true)
        && query.capability().map(wanted -> offers(task, wanted)).orElse(true)
        && query.createdAfter().map(task.createdAt()::isAfter).orElse(true)
        && query.createdBefore().map(task.createdAt()::isBefore).orElse(true)
        && query.words().map(text -> matches(task, text, words)).orElse(true);
  }

  private static boolean offers(Task task, String wanted) {
    String capability = task.spec().capability();
    return capability != null
        && TaskCodec.capabilityLabel(capability).equals(TaskCodec.capabilityLabel(wanted));
  }

  private static boolean matches(Task task, String text, Set<String> words) {
    if (SearchWords.isIdPrefix(text)) {
      return task.id().value().startsWith(text);
    }
    String error = task.finished().map(TaskState.Finished::errorMessage).orElse(null);
    return error != null && !words.isEmpty() && SearchWords.of(error).containsAll(words);
  }
}
