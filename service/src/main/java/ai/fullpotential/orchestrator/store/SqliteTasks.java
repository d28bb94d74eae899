package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import ai.fullpotential.orchestrator.task.TaskStore.SaveResult;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds and saves, and what is written with them: labels, counts, idempotency keys. */
final class SqliteTasks {

  private static final String INSERT =
      """
      INSERT INTO tasks (id, droplet, status, ending, priority, created_at, due_at, ended_at, lease,
        spec, progress, meta, payload, result)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING""";

  // Three ways, as SQLite writes every index anew whose columns are named, changed or not.
  private static final String SAVE =
      """
      UPDATE tasks SET status = ?, due_at = ?, progress = ?, revision = ?
      WHERE id = ? AND lease = ? AND ended_at IS NULL
        AND (revision = ? OR revision = ? OR revision = 0)""";
  private static final String RELEASE =
      """
      UPDATE tasks SET status = ?, due_at = ?, progress = ?, revision = ?, at_gate = ?, lease = NULL
      WHERE id = ? AND lease = ? AND ended_at IS NULL
        AND (revision = ? OR revision = ? OR revision = 0)""";
  private static final String END =
      """
      UPDATE tasks SET status = ?, due_at = NULL, progress = ?, revision = ?, lease = NULL,
        cancel_asked = 0, ending = ?, ended_at = ?, result = ?
      WHERE id = ? AND lease = ? AND ended_at IS NULL
        AND (revision = ? OR revision = ? OR revision = 0)""";

  /** Once only, whatever the number of times that a save is made. */
  private static final String MOVE = "UPDATE tasks SET droplet = ? WHERE id = ? AND droplet = ?";

  private static final String LABEL =
      "INSERT INTO labels (value, id) VALUES (?, ?) ON CONFLICT DO NOTHING";
  static final String COUNT =
      """
      INSERT INTO counts (droplet, kind, n) VALUES (?, ?, ?)
      ON CONFLICT (droplet, kind) DO UPDATE SET n = n + excluded.n""";
  private static final String KEY =
      "SELECT fingerprint, task FROM idempotency WHERE caller = ? AND name = ? AND expires_at > ?";
  private static final String EXISTS = "SELECT count(*) FROM tasks WHERE id = ?";
  private static final String PUT_KEY =
      """
      INSERT INTO idempotency (caller, name, fingerprint, task, expires_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (caller, name) DO UPDATE SET
        fingerprint = excluded.fingerprint, task = excluded.task, expires_at = excluded.expires_at""";
  private static final String ODD_ID = "INSERT OR IGNORE INTO odd_ids (n) VALUES (1)";

  private static final AddResult ADDED = new AddResult.Added();
  private static final SaveResult SAVED = new SaveResult.Saved();
  private static final SaveResult LOST = new SaveResult.Lost();

  /** What is due before anybody would look in any case is worth a look: it tells when to look. */
  private static final long SOON = 5_000_000;

  private final SqlConnection sql;
  private final SqliteIds ids = new SqliteIds();
  private final Counts counts = new Counts();
  private boolean leftDue;

  SqliteTasks(SqlConnection sql) {
    this.sql = sql;
  }

  /** Begins a transaction. */
  void begin() {
    counts.clear();
    leftDue = false;
  }

  /** Whether the transaction leaves tasks that are due and held by nobody. */
  boolean leftDue() {
    return leftDue;
  }

  /** Writes what is written once a transaction. */
  void flush() throws SQLException {
    counts.flush(
        (droplet, kind, delta) ->
            sql.call(COUNT).text(droplet).number(kind).number(delta).update());
  }

  AddResult add(Op.Add add, long now) throws SQLException {
    IdempotencyKey key = add.key();
    if (key == null) {
      insert(add.task(), add.holder(), now);
      return ADDED;
    }
    UUID id = add.task().row().id();
    Optional<AddResult> known = known(key, now);
    if (known.isPresent()) {
      return sql.call(EXISTS).id(id).count() == 0 ? known.get() : ADDED;
    }
    if (insert(add.task(), add.holder(), now)) {
      sql.call(PUT_KEY)
          .text(TaskCodec.indexable(key.caller()))
          .text(TaskCodec.indexable(key.key()))
          .text(key.fingerprint())
          .id(id)
          .number(now + IdempotencyKey.KEPT.toNanos() / 1000)
          .update();
    }
    return ADDED;
  }

  private Optional<AddResult> known(IdempotencyKey key, long now) throws SQLException {
    return sql.call(KEY)
        .text(TaskCodec.indexable(key.caller()))
        .text(TaskCodec.indexable(key.key()))
        .number(now)
        .first(
            row -> {
              UUID twin = ids.get(row, 2);
              return new AddResult.Twin(
                  new TaskId(twin.toString()), key.fingerprint().equals(row.getString(1)));
            });
  }

  private boolean insert(Op.NewTask task, @Nullable LeaseId holder, long now) throws SQLException {
    TaskRow row = task.row();
    TaskRow.Request request = row.request();
    TaskRow.Progress progress = row.progress();
    boolean held = holder != null && progress.endedAt() == null;
    int inserted =
        sql.call(INSERT)
            .id(row.id())
            .text(request.droplet())
            .number(progress.status())
            .number(progress.ending())
            .number(request.priority())
            .number(request.createdAt())
            .numberOrNull(progress.dueAt())
            .numberOrNull(progress.endedAt())
            .numberOrNull(held && holder != null ? (Long) holder.value() : null)
            .json(request.spec())
            .json(progress.details())
            .json(request.meta())
            .json(request.payload())
            .json(progress.result())
            .update();
    if (inserted == 0) {
      return false;
    }
    if (IdTime.isOdd(row.id(), request.createdAt())) {
      sql.call(ODD_ID).update();
    }
    label(row.id(), task.labels());
    counts.kept(request.droplet(), 1);
    counts.ended(request.droplet(), progress.ending(), 1);
    if (!held) {
      noteDue(progress, now);
    }
    return true;
  }

  SaveResult save(Op.Save save, long now) throws SQLException {
    TaskRow.Progress progress = save.progress();
    if (update(save, progress) == 0) {
      return LOST;
    }
    move(save);
    if (progress.endedAt() != null) {
      label(save.id(), save.labels());
      counts.ended(save.droplet(), progress.ending(), 1);
    } else if (!save.holds()) {
      noteDue(progress, now);
    }
    for (Op.NewTask follow : save.follows()) {
      insert(follow, null, now);
    }
    return SAVED;
  }

  private void move(Op.Save save) throws SQLException {
    String from = save.movedFrom();
    if (from != null
        && sql.call(MOVE).text(save.droplet()).id(save.id()).text(from).update() == 1) {
      counts.moved(from, save.droplet());
    }
  }

  private int update(Op.Save save, TaskRow.Progress progress) throws SQLException {
    Long endedAt = progress.endedAt();
    SqlCall call;
    if (endedAt == null) {
      call =
          sql.call(save.keeps() ? SAVE : RELEASE)
              .number(progress.status())
              .numberOrNull(progress.dueAt())
              .json(progress.details())
              .number(save.to());
      if (!save.keeps()) {
        call.number(save.gate());
      }
    } else {
      call =
          sql.call(END)
              .number(progress.status())
              .json(progress.details())
              .number(save.to())
              .number(progress.ending())
              .number(endedAt)
              .json(progress.result());
    }
    return call.id(save.id())
        .number(save.by().value())
        .number(save.from())
        .number(save.to())
        .update();
  }

  private void label(UUID id, List<String> labels) throws SQLException {
    for (String label : labels) {
      sql.call(LABEL).text(label).id(id).update();
    }
  }

  private void noteDue(TaskRow.Progress progress, long now) {
    Long at = progress.dueAt();
    leftDue |= at != null && at <= now + SOON;
  }
}
