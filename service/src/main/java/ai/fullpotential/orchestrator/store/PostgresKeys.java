package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which of the requests that have a key came first, from whichever node. */
final class PostgresKeys {

  /** In the order of the keys, so that two nodes never wait for each other. */
  private static final String TAKE =
      """
      INSERT INTO idempotency AS kept (caller, name, fingerprint, task, expires_at)
      SELECT u.caller, u.name, u.fingerprint, u.task, ? + NOW
      FROM unnest(?::text[], ?::text[], ?::text[], ?::uuid[]) AS u (caller, name, fingerprint, task)
      ON CONFLICT (caller, name) DO UPDATE SET fingerprint = excluded.fingerprint,
        task = excluded.task, expires_at = excluded.expires_at
      WHERE kept.expires_at <= NOW
      RETURNING task"""
          .replace("NOW", PostgresConnections.NOW);

  private static final String TAKEN =
      "SELECT task, fingerprint FROM idempotency WHERE caller = ? AND name = ?";

  private static final long KEPT_MICROS = IdempotencyKey.KEPT.toNanos() / 1000;
  private static final int TRIES = 3;

  private final SqlConnection sql;

  PostgresKeys(SqlConnection sql) {
    this.sql = sql;
  }

  private record Key(String caller, String name) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::caller).thenComparing(Key::name);

    static Key of(IdempotencyKey key) {
      return new Key(TaskCodec.indexable(key.caller()), TaskCodec.indexable(key.key()));
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Holder(UUID task, String fingerprint) {}

  /** Those without a key, and those whose key is theirs now; the others are told of their twin. */
  List<Op.Add> free(List<Op.Add> adds) throws SQLException {
    List<Op.Add> free = new ArrayList<>(adds.size());
    Map<Key, Op.Add> first = new TreeMap<>();
    for (Op.Add add : adds) {
      IdempotencyKey key = add.key();
      if (key == null) {
        free.add(add);
      } else {
        first.putIfAbsent(Key.of(key), add);
      }
    }
    if (!first.isEmpty()) {
      settle(adds, first, free);
    }
    return free;
  }

  private void settle(List<Op.Add> adds, Map<Key, Op.Add> first, List<Op.Add> free)
      throws SQLException {
    Map<Key, Holder> holders = holders(first);
    for (Op.Add add : adds) {
      IdempotencyKey key = add.key();
      Holder holder = key == null ? null : holders.get(Key.of(key));
      if (key == null) {
        continue;
      }
      if (holder == null) {
        throw new SQLException("the key of a request vanished", "40001");
      }
      if (holder.task().equals(add.task().row().id())) {
        free.add(add);
      } else {
        add.reply()
            .settle(
                new AddResult.Twin(
                    new TaskId(holder.task().toString()),
                    holder.fingerprint().equals(TaskCodec.indexable(key.fingerprint()))));
      }
    }
  }

  private Map<Key, Holder> holders(Map<Key, Op.Add> first) throws SQLException {
    Map<Key, Holder> holders = new HashMap<>();
    Map<Key, Op.Add> open = new TreeMap<>(first);
    // A key that was taken may be forgotten before it can be read.
    for (int tries = 0; tries < TRIES && !open.isEmpty(); tries++) {
      Set<UUID> taken = Set.copyOf(take(open));
      for (Map.Entry<Key, Op.Add> entry : open.entrySet()) {
        Op.Add add = entry.getValue();
        UUID task = add.task().row().id();
        if (taken.contains(task)) {
          holders.put(entry.getKey(), new Holder(task, fingerprint(add.key())));
        } else {
          taken(entry.getKey()).ifPresent(holder -> holders.put(entry.getKey(), holder));
        }
      }
      open.keySet().removeAll(holders.keySet());
    }
    return holders;
  }

  private List<UUID> take(Map<Key, Op.Add> open) throws SQLException {
    List<Key> keys = new ArrayList<>(open.keySet());
    List<Op.Add> adds = new ArrayList<>(open.values());
    return sql.call(TAKE)
        .number(KEPT_MICROS)
        .array("text", keys.stream().map(Key::caller).toArray())
        .array("text", keys.stream().map(Key::name).toArray())
        .array("text", adds.stream().map(add -> fingerprint(add.key())).toArray())
        .array("uuid", adds.stream().map(add -> add.task().row().id()).toArray())
        .ids();
  }

  private Optional<Holder> taken(Key key) throws SQLException {
    return sql.call(TAKEN)
        .text(key.caller())
        .text(key.name())
        .first(row -> new Holder(PostgresConnections.IDS.get(row, 1), row.getString(2)));
  }

  private static String fingerprint(@Nullable IdempotencyKey key) {
    return key == null ? "" : TaskCodec.indexable(key.fingerprint());
  }
}
