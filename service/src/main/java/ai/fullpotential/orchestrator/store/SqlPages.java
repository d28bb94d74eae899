package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskPage;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds pages. Whatever the filters and however many tasks are kept, a page looks at a bounded number
 * of them: when that is too few to fill it, it is short and says where to go on.
 */
final class SqlPages {

  /** How many candidates a page looks at when its filters are not all in one index. */
  private static final int LOOKED_AT = 3_000;

  /** About how much memory the bodies of a page's tasks may take. */
  private static final int MOST_BYTES = 16 << 20;

  /** How many tasks are read at once: a round trip to a database may take as long as reading many. */
  private static final int AT_ONCE = 32;

  private static final String TASKS =
      "SELECT "
          + SqlConnection.TASK
          + " FROM tasks WHERE id IN ("
          + String.join(", ", Collections.nCopies(AT_ONCE, "?"))
          + ")";
  private static final String COUNTS = "SELECT kind, n FROM counts WHERE droplet = ?";
  private static final String OPEN =
      "SELECT count(*) FROM tasks WHERE status = ? AND status IN (1, 2)";
  private static final String ODD_IDS = "SELECT count(*) FROM odd_ids";
  private static final Comparator<UUID> NEWEST_FIRST = (a, b) -> PagePlan.compare(b, a);

  private final SqlConnection sql;

  /** On a connection that sees all at one moment. */
  SqlPages(SqlConnection sql) {
    this.sql = sql;
  }

  /**
   * What was found of a plan.
   *
   * @param cut the id down to which was looked, or null when all was
   */
  private record Found(List<UUID> ids, @Nullable UUID cut) {}

  private record Total(long count, boolean exact) {
    static final Total NONE = new Total(0, true);
  }

  TaskPage page(TaskQuery query) throws SQLException {
    boolean byTime = query.createdAfter().isPresent() || query.createdBefore().isPresent();
    PagePlan plan = PagePlan.of(query, byTime && sql.call(ODD_IDS).count() == 0, this::rarestFirst);
    Total total = plan == null ? Total.NONE : total(query, plan);
    TaskId after = query.after().orElse(null);
    PagePlan rest = plan == null || after == null ? plan : plan.behind(after);
    if (rest == null) {
      return new TaskPage(List.of(), total.count(), total.exact(), null);
    }
    return page(find(rest, query.limit() + 1), query.limit(), total);
  }

  private TaskPage page(Found found, int limit, Total total) throws SQLException {
    List<UUID> ids = found.ids();
    List<Task> tasks = new ArrayList<>(Math.min(limit, ids.size()));
    int wanted = Math.min(limit, ids.size());
    int bytes = 0;
    int read = 0;
    while (read < wanted && bytes < MOST_BYTES) {
      int end = Math.min(wanted, read + AT_ONCE);
      Map<UUID, TaskRow> rows = rows(ids.subList(read, end));
      while (read < end && bytes < MOST_BYTES) {
        TaskRow row = rows.get(ids.get(read++));
        if (row != null) {
          bytes += new Op.NewTask(row, List.of()).bytes();
          tasks.add(TaskCodec.task(row));
        }
      }
    }
    UUID next = read < ids.size() ? ids.get(read - 1) : found.cut();
    return new TaskPage(
        tasks, total.count(), total.exact(), next == null ? null : new TaskId(next.toString()));
  }

  /** Always asked for as many, so that one statement serves for all pages. */
  private Map<UUID, TaskRow> rows(List<UUID> ids) throws SQLException {
    SqlCall call = sql.call(TASKS);
    for (int i = 0; i < AT_ONCE; i++) {
      call.id(ids.get(Math.min(i, ids.size() - 1)));
    }
    Map<UUID, TaskRow> rows = new HashMap<>();
    call.list(sql::row).forEach(row -> rows.put(row.id(), row));
    return rows;
  }

  private Found find(PagePlan plan, int most) throws SQLException {
    UUID cut = cut(plan);
    UUID lowest = cut == null ? plan.lowest() : cut;
    List<UUID> ids = new ArrayList<>();
    for (PageRange range : plan.ranges()) {
      String select =
          "SELECT c.id FROM "
              + range.between()
              + plan.checks()
              + " ORDER BY "
              + range.order()
              + " LIMIT ?";
      ids.addAll(
          sql.call(select)
              .all(range.between(lowest, plan.highest()))
              .all(plan.parameters())
              .number(most)
              .ids());
    }
    if (plan.ranges().size() > 1) {
      ids.sort(NEWEST_FIRST);
      return new Found(ids.subList(0, Math.min(most, ids.size())), cut);
    }
    return new Found(ids, cut);
  }

  /** The id down to which to look, or null when that is all. */
  private @Nullable UUID cut(PagePlan plan) throws SQLException {
    if (plan.checks().isEmpty()) {
      return null;
    }
    UUID cut = null;
    for (PageRange range : plan.ranges()) {
      String select =
          "SELECT c.id FROM "
              + range.between()
              + " ORDER BY "
              + range.order()
              + " LIMIT 1 OFFSET ?";
      List<UUID> last =
          sql.call(select)
              .all(range.between(plan.lowest(), plan.highest()))
              .number(LOOKED_AT)
              .ids();
      for (UUID id : last) {
        cut = cut == null ? id : PagePlan.higher(cut, id);
      }
    }
    return cut;
  }

  private Total total(TaskQuery query, PagePlan plan) throws SQLException {
    return query.isByStatusAndDropletAlone() ? keptTotal(query) : countedTotal(plan);
  }

  private Total keptTotal(TaskQuery query) throws SQLException {
    String droplet = query.dropletName().map(TaskCodec::dropletKey).orElse(Counts.ALL);
    Map<Integer, Long> counts = new HashMap<>();
    sql.call(COUNTS)
        .text(droplet)
        .list(row -> counts.merge(row.getInt(1), row.getLong(2), Long::sum));
    TaskStatus status = query.status().orElse(null);
    if (status == null) {
      return new Total(counts.getOrDefault(Counts.KEPT, 0L), true);
    }
    return new Total(
        switch (status) {
          case SUCCESS, ERROR, TIMEOUT, CANCELLED ->
              counts.getOrDefault(TaskCodec.number(status), 0L);
          case RUNNING, HELD -> open(status, droplet);
          case QUEUED -> {
            long all = counts.getOrDefault(Counts.KEPT, 0L);
            counts.remove(Counts.KEPT);
            long ended = counts.values().stream().mapToLong(Long::longValue).sum();
            yield all - ended - open(TaskStatus.RUNNING, droplet) - open(TaskStatus.HELD, droplet);
          }
        },
        true);
  }

  private long open(TaskStatus status, String droplet) throws SQLException {
    if (droplet.equals(Counts.ALL)) {
      return sql.call(OPEN).number(TaskCodec.number(status)).count();
    }
    return sql.call(OPEN + " AND droplet || '' = ?")
        .number(TaskCodec.number(status))
        .text(droplet)
        .count();
  }

  private Total countedTotal(PagePlan plan) throws SQLException {
    UUID cut = cut(plan);
    long count = 0;
    for (PageRange range : plan.ranges()) {
      String select =
          "SELECT count(*) FROM (SELECT 1 FROM "
              + range.between()
              + plan.checks()
              + " LIMIT ?) AS counted";
      count +=
          sql.call(select)
              .all(range.between(cut == null ? plan.lowest() : cut, plan.highest()))
              .all(plan.parameters())
              .number(TaskPage.COUNTED + 1)
              .count();
    }
    boolean isMore = count > TaskPage.COUNTED;
    return new Total(isMore ? TaskPage.COUNTED : count, cut == null && !isMore);
  }

  private List<String> rarestFirst(List<String> labels) throws SQLException {
    Map<String, Long> counts = new HashMap<>();
    for (String label : labels) {
      PageRange range = PageRange.label(label);
      counts.put(
          label,
          sql.call(
                  "SELECT count(*) FROM (SELECT 1 FROM " + range.between() + " LIMIT ?) AS counted")
              .all(range.between(PagePlan.FIRST, PagePlan.LAST))
              .number(LOOKED_AT)
              .count());
    }
    return labels.stream().sorted(Comparator.comparing(counts::get)).toList();
  }
}
