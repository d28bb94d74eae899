package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Inserts and updates of tasks: one statement for all new tasks of a group, one for its saves. */
final class PostgresTasks {

  private static final String INSERT =
      """
      INSERT INTO tasks (id, droplet, status, ending, priority, created_at, due_at, ended_at, lease,
        spec, payload, meta, progress, result)
      SELECT * FROM unnest(?::uuid[], ?::text[], ?::int[], ?::int[], ?::int[], ?::bigint[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[],
        ?::bytea[])
      ON CONFLICT (id) DO NOTHING RETURNING id""";

  private static final String UPDATE =
      """
      UPDATE tasks SET status = u.status, ending = u.ending, due_at = u.due_at,
        ended_at = u.ended_at, lease = CASE WHEN u.holds THEN tasks.lease END,
        progress = u.progress, result = u.result, revision = u.made, at_gate = u.at_gate
      FROM unnest(?::uuid[], ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::bigint[],
        ?::boolean[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[], ?::int[])
        AS u (id, lease, status, ending, due_at, ended_at, holds, progress, result, stood_on, made,
          at_gate)
      WHERE tasks.id = u.id AND tasks.lease = u.lease AND tasks.ended_at IS NULL
        AND (tasks.revision = u.stood_on OR tasks.revision = u.made OR tasks.revision = 0)
      RETURNING tasks.id""";

  /** Once only, whatever the number of times that a save is made. */
  private static final String MOVE = "UPDATE tasks SET droplet = ? WHERE id = ? AND droplet = ?";

  private final SqlConnection sql;
  private final PostgresKeys keys;
  private final PostgresTallies tallies;
  private final List<Op.Save> saves = new ArrayList<>();
  private final Set<UUID> saved = new HashSet<>();

  PostgresTasks(SqlConnection sql, PostgresTallies tallies) {
    this.sql = sql;
    this.tallies = tallies;
    this.keys = new PostgresKeys(sql);
  }

  /** A new task and who holds it from the start. */
  private record Insert(Op.NewTask task, @Nullable LeaseId holder) {

    TaskRow.Progress progress() {
      return task.row().progress();
    }

    @Nullable Long lease() {
      return holder == null || progress().endedAt() != null ? null : (Long) holder.value();
    }

    @Nullable Long dueAt() {
      return lease() == null ? progress().dueAt() : null;
    }
  }

  /** Forgets what a transaction that failed has left. */
  void begin() {
    saves.clear();
    saved.clear();
  }

  /** Adds those whose key is not taken. */
  void add(List<Op.Add> adds) throws SQLException {
    if (adds.isEmpty()) {
      return;
    }
    List<Insert> inserts = new ArrayList<>(adds.size());
    for (Op.Add add : keys.free(adds)) {
      inserts.add(new Insert(add.task(), add.holder()));
      add.reply().settle(new AddResult.Added());
    }
    insert(inserts);
  }

  private void insert(List<Insert> inserts) throws SQLException {
    if (inserts.isEmpty()) {
      return;
    }
    Set<UUID> inserted =
        new HashSet<>(
            sql.call(INSERT)
                .array("uuid", column(inserts, i -> i.task().row().id()))
                .array("text", column(inserts, i -> i.task().row().request().droplet()))
                .array("int4", column(inserts, i -> i.progress().status()))
                .array("int4", column(inserts, i -> i.progress().ending()))
                .array("int4", column(inserts, i -> i.task().row().request().priority()))
                .array("int8", column(inserts, i -> i.task().row().request().createdAt()))
                .array("int8", column(inserts, Insert::dueAt))
                .array("int8", column(inserts, i -> i.progress().endedAt()))
                .array("int8", column(inserts, Insert::lease))
                .array("bytea", json(inserts, i -> i.task().row().request().spec()))
                .array("bytea", json(inserts, i -> i.task().row().request().payload()))
                .array("bytea", json(inserts, i -> i.task().row().request().meta()))
                .array("bytea", json(inserts, i -> i.progress().details()))
                .array("bytea", json(inserts, i -> i.progress().result()))
                .ids());
    for (Insert insert : inserts) {
      if (inserted.remove(insert.task().row().id())) {
        tallies.added(insert.task(), insert.dueAt());
      }
    }
  }

  /** Saves, together with those that come next; two of the same task one after the other. */
  void save(Op.Save save) throws SQLException {
    if (!saved.add(save.id())) {
      flush();
      saved.add(save.id());
    }
    saves.add(save);
  }

  /** Makes the saves that were put off, and adds what follows from those that were made. */
  void flush() throws SQLException {
    if (saves.isEmpty()) {
      return;
    }
    Set<UUID> changed = new HashSet<>(update());
    List<Insert> follows = new ArrayList<>();
    for (Op.Save save : saves) {
      if (changed.contains(save.id())) {
        save.reply().settle(new SaveResult.Saved());
        move(save);
        tallies.saved(save, dueAt(save));
        save.follows().forEach(task -> follows.add(new Insert(task, null)));
      } else {
        save.reply().settle(new SaveResult.Lost());
      }
    }
    begin();
    insert(follows);
  }

  /** Each by itself: few tasks leave their droplet to one that is to be chosen. */
  private void move(Op.Save save) throws SQLException {
    String from = save.movedFrom();
    if (from != null
        && sql.call(MOVE).text(save.droplet()).id(save.id()).text(from).update() == 1) {
      tallies.moved(from, save.droplet());
    }
  }

  private List<UUID> update() throws SQLException {
    return sql.call(UPDATE)
        .array("uuid", column(saves, Op.Save::id))
        .array("int8", column(saves, save -> save.by().value()))
        .array("int4", column(saves, save -> save.progress().status()))
        .array("int4", column(saves, save -> save.progress().ending()))
        .array("int8", column(saves, PostgresTasks::dueAt))
        .array("int8", column(saves, save -> save.progress().endedAt()))
        .array("bool", column(saves, Op.Save::holds))
        .array("bytea", json(saves, save -> save.progress().details()))
        .array("bytea", json(saves, save -> save.progress().result()))
        .array("int8", column(saves, Op.Save::from))
        .array("int8", column(saves, Op.Save::to))
        .array("int4", column(saves, Op.Save::gate))
        .ids();
  }

  private static @Nullable Long dueAt(Op.Save save) {
    return save.holds() ? null : save.progress().dueAt();
  }

  private static <T> @Nullable Object[] column(
      List<T> rows, Function<T, ? extends @Nullable Object> of) {
    @Nullable Object[] column = new Object[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = of.apply(rows.get(i));
    }
    return column;
  }

  private static <T> byte[] @Nullable [] json(
      List<T> rows, Function<T, ? extends @Nullable JsonText> of) {
    byte[] @Nullable [] column = new byte[rows.size()][];
    for (int i = 0; i < column.length; i++) {
      JsonText json = of.apply(rows.get(i));
      column[i] = json == null ? null : json.utf8();
    }
    return column;
  }
}
