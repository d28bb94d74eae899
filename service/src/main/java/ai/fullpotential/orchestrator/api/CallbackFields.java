package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.invoke.CallbackUrls;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.TaskPath;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads who is told of a task's end: a droplet, or a URL that a setting allows (contract B1, B5). */
final class CallbackFields {

  private static final Set<String> KNOWN = Set.of("droplet_name", "path", "url", "events");

  /** Scheme and authority, then what a path may be held to; a fragment has no place in either. */
  private static final Pattern URL = Pattern.compile("(https?://[^/?#]+)([/?][^#]*)?");

  private static final int MAX_URL = 2048;

  /** What is stored as the name of a droplet: so much of it must fit there. */
  private static final int MAX_ORIGIN = 255;

  private static final Map<String, TaskStatus> ENDS =
      Arrays.stream(TaskStatus.values())
          .filter(TaskStatus::isFinal)
          .collect(Collectors.toUnmodifiableMap(TaskStatus::wire, Function.identity()));

  private final CallbackUrls urls;

  CallbackFields(CallbackUrls urls) {
    this.urls = urls;
  }

  /** What the field {@code callback} of a task tells. */
  Optional<Callback> read(BodyFields fields) {
    Optional<JsonText> json = fields.json("callback");
    if (json.isEmpty()) {
      return Optional.empty();
    }
    BodyFields inner = fields.nested("callback", json.get(), KNOWN, Set.of());
    return inner.json("url").isPresent() ? url(inner) : droplet(inner);
  }

  private static Optional<Callback> droplet(BodyFields fields) {
    Optional<String> droplet = fields.requiredText("droplet_name", TaskFields.MAX_NAME);
    Optional<TaskPath> path = TaskFields.path(fields, "path");
    Set<TaskStatus> events = events(fields);
    return droplet.isEmpty() || path.isEmpty()
        ? Optional.empty()
        : Optional.of(new Callback(droplet.get(), path.get(), events));
  }

  private Optional<Callback> url(BodyFields fields) {
    for (String other : List.of("droplet_name", "path")) {
      if (fields.json(other).isPresent()) {
        fields.fault(other, "cannot stand beside url; give one or the other");
      }
    }
    Set<TaskStatus> events = events(fields);
    String text = fields.requiredText("url", MAX_URL).orElse(null);
    if (text == null) {
      return Optional.empty();
    }
    Matcher form = URL.matcher(text);
    Optional<BaseUrl> origin =
        form.matches() ? BaseUrl.parse(form.group(1)) : Optional.<BaseUrl>empty();
    if (origin.isEmpty() || origin.get().origin().length() > MAX_ORIGIN) {
      fields.fault("url", "must be an absolute http or https URL without user and fragment");
      return Optional.empty();
    }
    String rest = form.group(2) == null ? "/" : form.group(2);
    String path = rest.startsWith("?") ? "/" + rest : rest;
    Optional<String> fault = TaskPath.fault(path);
    if (fault.isPresent()) {
      fields.fault("url", "has a path that is not allowed: it " + fault.get());
      return Optional.empty();
    }
    if (!urls.allow(origin.get(), new TaskPath(path))) {
      fields.fault(
          "url",
          urls.isEmpty()
              ? "is not allowed: the setting CALLBACK_URLS names no URL; give droplet_name and path"
                  + " of a known droplet"
              : "is not allowed: it begins with none of those that the setting CALLBACK_URLS names");
      return Optional.empty();
    }
    return Optional.of(Callback.toUrl(origin.get().origin(), new TaskPath(path), events));
  }

  private static Set<TaskStatus> events(BodyFields callback) {
    Optional<List<JsonText>> list = callback.list("events");
    if (list.isEmpty()) {
      return EnumSet.copyOf(ENDS.values());
    }
    Set<TaskStatus> events = new HashSet<>();
    for (JsonText json : list.get()) {
      TaskStatus end = Strings.of(json).map(ENDS::get).orElse(null);
      if (end == null) {
        callback.fault(
            "events",
            "must be of "
                + String.join(", ", ENDS.keySet().stream().sorted().toList())
                + ", not "
                + BodyFields.shorten(json.toString()));
      } else {
        events.add(end);
      }
    }
    return events;
  }
}
