package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.SearchWords;
import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.TaskState.Finished;
import ai.fullpotential.orchestrator.task.TaskState.Queued;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Between a {@link Task} and its {@link TaskRow}: nothing is lost but fractions of a microsecond. */
final class TaskCodec {

  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** What no index of PostgreSQL can hold: NUL, and halves of surrogate pairs. */
  private static final Pattern NOT_INDEXABLE = Pattern.compile("[\\x00\\ud800-\\udfff]");

  /** Well below the largest entry of an index, 2,704 bytes in PostgreSQL. */
  private static final int LONGEST_KEY = 256;

  /** In place of a droplet's name where none was chosen yet; no droplet is called so. */
  private static final String NOT_CHOSEN = "\u0001";

  private static final long MICROS = 1_000_000;

  /** By their numbers. */
  private static final List<TaskStatus> STATUSES = List.of(TaskStatus.values());

  private TaskCodec() {}

  /** The whole row of a new task. */
  static TaskRow row(Task task) {
    TaskSpec spec = task.spec();
    return new TaskRow(
        uuid(task.id()),
        new TaskRow.Request(
            dropletKey(spec.dropletName()),
            spec.options().priority(),
            micros(task.createdAt()),
            SpecJson.text(spec, task.origin()),
            spec.payload(),
            spec.meta()),
        progress(task));
  }

  /** The number of a status, the same for ever: 0 queued to 6 cancelled. */
  static int number(TaskStatus status) {
    return STATUSES.indexOf(status);
  }

  /** The part of the row that a save replaces. */
  static TaskRow.Progress progress(Task task) {
    @Nullable Finished end = task.finished().orElse(null);
    return new TaskRow.Progress(
        number(task.status()),
        task.state() instanceof Queued queued ? (Long) micros(queued.until()) : null,
        end == null ? null : (Long) micros(end.at()),
        ProgressJson.text(task),
        end == null ? null : end.responseBody());
  }

  /** The number of the line before its droplet's gate that it waits in, the same for ever, or 0. */
  static int gate(Task task) {
    return task.state() instanceof Queued waiting && waiting.reason().isAtGate()
        ? gate(waiting.reason().line())
        : 0;
  }

  /** The number of a line. */
  static int gate(GateLine line) {
    return switch (line) {
      case CALLS -> 1;
      case RETRIES -> 2;
    };
  }

  /** The task that became this row. */
  static Task task(TaskRow row) {
    TaskRow.Request request = row.request();
    SpecJson.Read read = SpecJson.read(request.spec(), request.payload(), request.meta());
    return ProgressJson.task(
        new TaskId(row.id().toString()),
        read,
        instant(request.createdAt()),
        STATUSES.get(row.progress().status()),
        row.progress());
  }

  /**
   * The id as its sixteen bytes are kept.
   *
   * @throws IllegalArgumentException when it is no UUID in canonical text
   */
  static UUID uuid(TaskId id) {
    if (!isUuid(id)) {
      throw new IllegalArgumentException(id + " is no UUID in canonical text");
    }
    return UUID.fromString(id.value());
  }

  /** Whether this can be the id of a kept task. */
  static boolean isUuid(TaskId id) {
    return CANONICAL.matcher(id.value()).matches();
  }

  /** Microseconds since the epoch, rounded down; a time beyond all numbers is the last there is. */
  static long micros(Instant at) {
    if (at.getEpochSecond() > Long.MAX_VALUE / MICROS - 1) {
      return Long.MAX_VALUE;
    }
    if (at.getEpochSecond() < Long.MIN_VALUE / MICROS + 1) {
      return Long.MIN_VALUE;
    }
    return at.getEpochSecond() * MICROS + at.getNano() / 1000;
  }

  /** The time of so many microseconds since the epoch. */
  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }

  /** What makes two names of a droplet one. */
  static String dropletKey(String name) {
    return name.isEmpty() ? NOT_CHOSEN : indexable(name.toLowerCase(Locale.ROOT));
  }

  /** The label that a task with this tag has. */
  static String tagLabel(String tag) {
    return indexable("t:" + tag);
  }

  /** The label that a task for any droplet with this capability has. */
  static String capabilityLabel(String capability) {
    return indexable("c:" + capability.toLowerCase(Locale.ROOT));
  }

  /** The label that a task of this owner has. */
  static String ownerLabel(String owner) {
    return indexable("o:" + owner);
  }

  /** The label that a task has whose error has this word, see {@link SearchWords}. */
  static String wordLabel(String word) {
    return indexable("w:" + word);
  }

  /** The labels that a task has from the start. */
  static List<String> labelsAtStart(Task task) {
    List<String> tags = task.spec().options().tags();
    String capability = task.spec().capability();
    @Nullable String owner = task.origin().owner();
    if (tags.isEmpty() && capability == null && owner == null) {
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    tags.stream().distinct().map(TaskCodec::tagLabel).forEach(labels::add);
    if (capability != null) {
      labels.add(capabilityLabel(capability));
    }
    if (owner != null) {
      labels.add(ownerLabel(owner));
    }
    return labels;
  }

  /** The labels that a task gets when it ends. */
  static List<String> labelsAtEnd(Task task) {
    @Nullable String error = task.finished().map(Finished::errorMessage).orElse(null);
    if (error == null) {
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    for (String word : SearchWords.of(error)) {
      labels.add(wordLabel(word));
    }
    return labels;
  }

  /**
   * The text itself when any database can hold and index it, else what can be held of it and a digest
   * of the whole, so that different texts stay different.
   */
  static String indexable(String text) {
    boolean sound = text.length() <= LONGEST_KEY && isUnicodeWithoutNul(text);
    return sound ? text : held(text) + "#" + digest(text);
  }

  private static boolean isUnicodeWithoutNul(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String held(String text) {
    Matcher odd =
        NOT_INDEXABLE.matcher(text.substring(0, Math.min(text.length(), LONGEST_KEY / 2)));
    return odd.replaceAll("\ufffd");
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_16BE)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes as they were written, or null. */
  static @Nullable JsonText kept(byte @Nullable [] utf8) {
    return utf8 == null ? null : Json.kept(utf8);
  }
}
