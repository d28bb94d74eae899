package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.retry.RetryPolicy;
import ai.fullpotential.orchestrator.task.Method;
import ai.fullpotential.orchestrator.task.OnUnknown;
import ai.fullpotential.orchestrator.task.TaskLimits;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields that every task has, whether a caller sends it or it follows another. */
final class TaskFields {

  /** Their names. */
  static final Set<String> KNOWN =
      Set.of(
          "droplet_name",
          "capability",
          "method",
          "path",
          "payload",
          "meta",
          "priority",
          "max_retries",
          "attempt_timeout_seconds",
          "timeout_seconds",
          "retry",
          "on_unknown",
          "callback",
          "then",
          "tags");

  /** Those whose value may be any JSON. */
  static final Set<String> RAW = Set.of("payload", "meta");

  static final int MAX_NAME = 255;
  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG = 100;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Map<String, Method> METHODS =
      Arrays.stream(Method.values())
          .collect(Collectors.toUnmodifiableMap(Method::name, Function.identity()));
  private static final List<String> ON_UNKNOWN =
      Stream.of(OnUnknown.values()).map(OnUnknown::wire).toList();
  private final BodyFields fields;
  private final TaskDefaults defaults;

  TaskFields(BodyFields fields, TaskDefaults defaults) {
    this.fields = fields;
    this.defaults = defaults;
  }

  /** When and for how long; a task that follows another has no times of its own. */
  record Times(boolean asynchronous, @Nullable Instant notBefore, @Nullable Instant deadline) {
    static final Times OF_FOLLOWER = new Times(true, null, null);
  }

  /** The task, or empty when there are faults, of which the fields know. */
  Optional<TaskSpec> read(Times times, ThenFields then) {
    boolean forAny = fields.has("capability");
    Optional<String> capability =
        forAny ? fields.requiredText("capability", MAX_NAME) : Optional.empty();
    if (forAny && fields.has("droplet_name")) {
      fields.fault("capability", "cannot be given together with droplet_name");
    }
    Optional<String> droplet =
        forAny ? Optional.of("") : fields.requiredText("droplet_name", MAX_NAME);
    Optional<Method> method = method();
    Optional<TaskPath> path = path(fields, "path");
    Optional<JsonText> meta = fields.object("meta");
    TaskLimits limits = limits(droplet.orElse(""), times.asynchronous());
    TaskOptions options =
        new TaskOptions(
            times.asynchronous(),
            fields
                .integer("priority", 1, TaskOptions.LAST_PRIORITY)
                .orElse(TaskOptions.DEFAULT_PRIORITY),
            times.notBefore(),
            times.deadline(),
            onUnknown(),
            tags(),
            new CallbackFields(defaults.callbackUrls()).read(fields).orElse(null),
            then.read(fields));
    if (!fields.faults().isEmpty() || droplet.isEmpty() || path.isEmpty() || method.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TaskSpec(
            droplet.get(),
            method.get(),
            path.get(),
            fields.json("payload").orElse(null),
            meta.orElse(null),
            limits,
            options,
            capability.orElse(null)));
  }

  private Optional<Method> method() {
    String name = fields.text("method").orElse("GET");
    Method method = METHODS.get(name);
    if (method == null) {
      fields.fault(
          "method",
          "must be GET, POST, PUT, PATCH or DELETE, not '" + BodyFields.shorten(name) + "'");
    }
    return Optional.ofNullable(method);
  }

  static Optional<TaskPath> path(BodyFields fields, String name) {
    Optional<String> text = fields.requiredText(name, TaskPath.MAX_LENGTH);
    Optional<String> fault = text.flatMap(TaskPath::fault);
    fault.ifPresent(message -> fields.fault(name, message));
    return fault.isPresent() ? Optional.empty() : text.map(TaskPath::new);
  }

  private TaskLimits limits(String droplet, boolean asynchronous) {
    TaskLimits standard = defaults.limits(droplet, asynchronous);
    Duration longest = defaults.longest(asynchronous);
    RetryPolicy retry =
        RetryFields.read(fields, defaults.retryBase(droplet)).orElse(standard.retry());
    Optional<Integer> retries = fields.integer("max_retries", 0, RetryFields.MAX_RETRIES);
    return new TaskLimits(
        retries.map(retry::withMaxRetries).orElse(retry),
        fields
            .seconds("attempt_timeout_seconds", SHORTEST, longest)
            .orElse(standard.attemptTimeout()),
        fields.seconds("timeout_seconds", SHORTEST, longest).orElse(standard.total()),
        standard.keepBytes());
  }

  private OnUnknown onUnknown() {
    return fields
        .word("on_unknown", ON_UNKNOWN)
        .map(word -> OnUnknown.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(OnUnknown.RETRY);
  }

  private List<String> tags() {
    List<JsonText> list = fields.list("tags").orElse(List.of());
    if (list.size() > MAX_TAGS) {
      fields.fault("tags", "must be at most " + MAX_TAGS + ", they are " + list.size());
      return List.of();
    }
    List<String> tags = new ArrayList<>();
    for (JsonText json : list) {
      Optional<String> tag = Strings.of(json);
      if (tag.isEmpty() || tag.get().isEmpty() || tag.get().length() > MAX_TAG) {
        fields.fault(
            "tags",
            "must be strings of 1 to "
                + MAX_TAG
                + " characters, not "
                + BodyFields.shorten(json.toString()));
      } else {
        tags.add(tag.get());
      }
    }
    return List.copyOf(new LinkedHashSet<>(tags));
  }
}
