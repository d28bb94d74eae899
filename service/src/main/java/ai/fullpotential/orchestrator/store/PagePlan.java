package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.SearchWords;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a page is found: the ranges of indexes that hold all its tasks in the order of the list, between
 * two ids, and what else must be checked of each task in them. The SQL is the same for all databases.
 *
 * @param ranges each a source of candidates in the order of their ids
 * @param checks what is left to check, each beginning with AND; empty when the ranges say it all
 * @param parameters of the checks
 * @param lowest the lowest id that can match
 * @param highest the highest id that can match
 */
record PagePlan(
    List<PageRange> ranges, String checks, List<Object> parameters, UUID lowest, UUID highest) {

  static final UUID FIRST = new UUID(0, 0);
  static final UUID LAST = new UUID(-1, -1);

  /** Puts the label first that the fewest tasks have. */
  @FunctionalInterface
  interface Labels {
    List<String> sorted(List<String> labels) throws SQLException;
  }

  /**
   * A plan.
   *
   * @param idsTell whether every id tells when its task was accepted
   * @param rarestFirst sorts labels
   * @return null when nothing can match
   */
  static @Nullable PagePlan of(TaskQuery query, boolean idsTell, Labels rarestFirst)
      throws SQLException {
    return new Planning(query, idsTell, rarestFirst).plan();
  }

  /** The same plan from behind this task on, or null when there is nothing. */
  @Nullable PagePlan behind(TaskId id) {
    if (!TaskCodec.isUuid(id)) {
      return null;
    }
    UUID last = TaskCodec.uuid(id);
    return last.equals(FIRST)
        ? null
        : new PagePlan(ranges, checks, parameters, lowest, lower(highest, before(last)));
  }

  private static UUID before(UUID id) {
    long low = id.getLeastSignificantBits();
    return new UUID(id.getMostSignificantBits() - (low == 0 ? 1 : 0), low - 1);
  }

  /** In the order of their bytes. */
  static int compare(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  static UUID lower(UUID a, UUID b) {
    return compare(a, b) <= 0 ? a : b;
  }

  static UUID higher(UUID a, UUID b) {
    return compare(a, b) >= 0 ? a : b;
  }

  /** Keeps a database from going through all tasks to look for candidates, instead of the other way. */
  private static final String FOR_EACH = " LIMIT 1 OFFSET 0)";

  /** The making of one plan. */
  private static final class Planning {

    private final TaskQuery query;
    private final boolean idsTell;
    private final Labels rarestFirst;
    private final StringBuilder checks = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();
    private UUID lowest = FIRST;
    private UUID highest = LAST;

    Planning(TaskQuery query, boolean idsTell, Labels rarestFirst) {
      this.query = query;
      this.idsTell = idsTell;
      this.rarestFirst = rarestFirst;
    }

    @Nullable PagePlan plan() throws SQLException {
      String words = query.words().orElse("");
      boolean isPrefix = SearchWords.isIdPrefix(words);
      List<String> labels = labels(isPrefix ? "" : words);
      if (isPrefix ? !startAt(words) : isWithoutWords(words)) {
        return null;
      }
      List<PageRange> ranges;
      if (isPrefix) {
        ranges = List.of(PageRange.ALL);
        checkLabels(labels);
        check("c.", true, true);
      } else if (!labels.isEmpty()) {
        ranges = List.of(PageRange.label(labels.getFirst()));
        checkLabels(labels.subList(1, labels.size()));
        checkTasksOfLabels();
      } else {
        ranges = byStatusAndDroplet();
      }
      if (compare(lowest, highest) > 0) {
        return null;
      }
      return new PagePlan(ranges, checks.toString(), parameters, lowest, highest);
    }

    private List<String> labels(String words) throws SQLException {
      List<String> labels = new ArrayList<>();
      query.owner().map(TaskCodec::ownerLabel).ifPresent(labels::add);
      query.tag().map(TaskCodec::tagLabel).ifPresent(labels::add);
      query.capability().map(TaskCodec::capabilityLabel).ifPresent(labels::add);
      SearchWords.of(words).stream().map(TaskCodec::wordLabel).forEach(labels::add);
      return labels.size() > 1 ? rarestFirst.sorted(labels) : labels;
    }

    private boolean isWithoutWords(String words) {
      return query.words().isPresent() && SearchWords.of(words).isEmpty();
    }

    /** Whether any id can begin so. */
    private boolean startAt(String prefix) {
      String digits = prefix.replace("-", "");
      if (digits.length() > 32) {
        return false;
      }
      UUID from = padded(digits, "0");
      narrow(from, padded(digits, "f"));
      return from.toString().startsWith(prefix);
    }

    private static UUID padded(String digits, String with) {
      String all = digits + with.repeat(32 - digits.length());
      return new UUID(
          Long.parseUnsignedLong(all.substring(0, 16), 16),
          Long.parseUnsignedLong(all.substring(16), 16));
    }

    private void narrow(UUID from, UUID to) {
      lowest = higher(lowest, from);
      highest = lower(highest, to);
    }

    private List<PageRange> byStatusAndDroplet() {
      @Nullable TaskStatus status = query.status().orElse(null);
      @Nullable String droplet = query.dropletName().map(TaskCodec::dropletKey).orElse(null);
      if (status == TaskStatus.RUNNING || status == TaskStatus.HELD) {
        check("c.", false, true);
        return List.of(PageRange.open(TaskCodec.number(status)));
      }
      check("c.", status == TaskStatus.QUEUED, false);
      if (status == null && droplet == null) {
        return List.of(PageRange.ALL);
      }
      List<PageRange> ranges = new ArrayList<>();
      for (int ending : endings(status)) {
        ranges.add(droplet == null ? PageRange.ending(ending) : PageRange.ending(droplet, ending));
      }
      return ranges;
    }

    private static List<Integer> endings(@Nullable TaskStatus status) {
      if (status != null) {
        return List.of(status.isFinal() ? TaskCodec.number(status) : 0);
      }
      List<Integer> all = new ArrayList<>(List.of(0));
      for (TaskStatus each : TaskStatus.values()) {
        if (each.isFinal()) {
          all.add(TaskCodec.number(each));
        }
      }
      return all;
    }

    private void checkLabels(List<String> labels) {
      for (String label : labels) {
        checks
            .append(" AND EXISTS (SELECT 1 FROM labels m WHERE m.value = ? AND m.id = c.id")
            .append(FOR_EACH);
        parameters.add(label);
      }
    }

    private void checkTasksOfLabels() {
      int start = checks.length();
      check("t.", true, true);
      if (checks.length() > start) {
        checks.insert(start, " AND EXISTS (SELECT 1 FROM tasks t WHERE t.id = c.id");
        checks.append(FOR_EACH);
      }
    }

    /** Columns are part of an expression, so that no database takes an index by them instead. */
    private void check(String task, boolean status, boolean droplet) {
      if (status) {
        query.status().ifPresent(s -> check(task + "status + 0 = ?", TaskCodec.number(s)));
      }
      if (droplet) {
        query
            .dropletName()
            .ifPresent(d -> check(task + "droplet || '' = ?", TaskCodec.dropletKey(d)));
      }
      query
          .createdAfter()
          .ifPresent(
              at -> {
                long micros = TaskCodec.micros(at);
                check(task + "created_at > ?", micros);
                if (idsTell) {
                  narrow(IdTime.lowest(micros), LAST);
                }
              });
      query
          .createdBefore()
          .ifPresent(
              at -> {
                long micros = TaskCodec.micros(at);
                check(task + "created_at < ?", micros);
                if (idsTell) {
                  narrow(FIRST, IdTime.highest(micros));
                }
              });
    }

    private void check(String condition, Object parameter) {
      checks.append(" AND ").append(condition);
      parameters.add(parameter);
    }
  }
}
