package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is to follow a task (contract B1): one task or a list of them, each with what follows it
 * in turn, and in a list perhaps {@code {"join":true,"then":…}}, which begins when all others of the
 * list have succeeded.
 */
final class ThenFields {

  /** How deep tasks may follow each other. */
  static final int MAX_DEPTH = 10;

  /** How many may follow one task in all. */
  static final int MAX_TASKS = 100;

  private static final Set<String> JOIN = Set.of("join", "then");

  private final TaskDefaults defaults;
  private final int depth;
  private final int[] count;

  ThenFields(TaskDefaults defaults) {
    this(defaults, 0, new int[1]);
  }

  private ThenFields(TaskDefaults defaults, int depth, int[] count) {
    this.defaults = defaults;
    this.depth = depth;
    this.count = count;
  }

  /** What the field {@code then} of a task tells. */
  Then read(BodyFields fields) {
    Optional<JsonText> json = fields.json("then");
    if (json.isEmpty()) {
      return Then.NOTHING;
    }
    if (depth == MAX_DEPTH) {
      fields.fault("then", "must be at most " + MAX_DEPTH + " deep");
      return Then.NOTHING;
    }
    boolean isList = json.get().utf8()[0] == '[';
    List<JsonText> items = isList ? fields.list("then").orElse(List.of()) : List.of(json.get());
    return read(fields, items, isList);
  }

  private Then read(BodyFields fields, List<JsonText> items, boolean isList) {
    List<Then.FollowUp> tasks = new ArrayList<>();
    @Nullable Then join = null;
    for (int i = 0; i < items.size(); i++) {
      String name = isList ? "then[" + i + "]" : "then";
      if (isJoin(items.get(i))) {
        if (join != null) {
          fields.fault(name, "is a second join; a list may have one");
        }
        join = join(fields.nested(name, items.get(i), JOIN, Set.of()));
      } else {
        task(fields, name, items.get(i)).ifPresent(tasks::add);
      }
    }
    if (join != null && tasks.isEmpty()) {
      fields.fault("then", "has a join, and nothing that it could wait for");
      return Then.NOTHING;
    }
    return new Then(tasks, join);
  }

  private static boolean isJoin(JsonText item) {
    try {
      return Json.tree(item.utf8()).has("join");
    } catch (MalformedJson impossible) {
      throw new IllegalArgumentException("not JSON", impossible);
    }
  }

  private Then join(BodyFields fields) {
    if (!fields.flag("join").orElse(false)) {
      fields.fault("join", "must be true");
    }
    if (fields.json("then").isEmpty()) {
      fields.fault("then", "is required: what begins when all others have succeeded");
    }
    Then then = deeper().read(fields);
    if (then.join() != null) {
      fields.fault("then", "cannot have a join of its own; give one to a task that follows");
    }
    return then;
  }

  private Optional<Then.FollowUp> task(BodyFields fields, String name, JsonText item) {
    count[0]++;
    if (count[0] == MAX_TASKS + 1) {
      fields.fault(name, "is one too many; at most " + MAX_TASKS + " may follow a task in all");
    }
    if (count[0] > MAX_TASKS) {
      return Optional.empty();
    }
    BodyFields inner = fields.nested(name, item, TaskFields.KNOWN, TaskFields.RAW);
    return new TaskFields(inner, defaults)
        .read(TaskFields.Times.OF_FOLLOWER, deeper())
        .map(spec -> new Then.FollowUp(spec, takesResult(spec)));
  }

  /** A body that is not told is the result of what came before, where a body is usual. */
  private static boolean takesResult(TaskSpec spec) {
    return spec.payload() == null && spec.method() != Method.GET && spec.method() != Method.DELETE;
  }

  private ThenFields deeper() {
    return new ThenFields(defaults, depth + 1, count);
  }
}
