package ai.fullpotential.orchestrator.task;

import java.util.Set;

/**
 * Who is told when a task ends, by a task of its own: a droplet, or a URL.
 *
 * @param dropletName the droplet, as its Registry spells it, or the URL's scheme, host and port
 * @param path where it is told, by POST
 * @param events the final statuses it is told of
 * @param recipient which of the two it is
 */
public record Callback(
    String dropletName, TaskPath path, Set<TaskStatus> events, Recipient recipient) {

  /** Tells a droplet. */
  public Callback(String dropletName, TaskPath path, Set<TaskStatus> events) {
    this(dropletName, path, events, Recipient.CALLBACK);
  }

  /** Tells a URL of this origin. */
  public static Callback toUrl(String origin, TaskPath path, Set<TaskStatus> events) {
    return new Callback(origin, path, events, Recipient.CALLBACK_URL);
  }

  /** Whether it is a URL that is told. */
  public boolean isUrl() {
    return recipient == Recipient.CALLBACK_URL;
  }

  /** Rejects a status that is not final, and a recipient that is not told of ends. */
  public Callback {
    events = Set.copyOf(events);
    if (recipient == Recipient.DROPLET) {
      throw new IllegalArgumentException("a callback is no call that somebody asked for");
    }
    if (!events.stream().allMatch(TaskStatus::isFinal)) {
      throw new IllegalArgumentException(events + " are not all final");
    }
  }
}
