package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Documents in the database of a store of tasks, written by its writer. */
final class SqlDocuments implements Documents {

  private static final String CREATE =
      """
      INSERT INTO documents (kind, id, version, body) VALUES (?, ?, 1, ?)
      ON CONFLICT (kind, id) DO NOTHING""";
  private static final String REPLACE =
      """
      UPDATE documents SET version = version + 1, body = ?
      WHERE kind = ? AND id = ? AND version = ?""";
  private static final String DELETE = "DELETE FROM documents WHERE kind = ? AND id = ?";
  private static final String FIND =
      "SELECT kind, id, version, body FROM documents WHERE kind = ? AND id = ?";
  private static final String ALL =
      "SELECT kind, id, version, body FROM documents WHERE kind = ? ORDER BY id";

  private final Writes writes;
  private final Reads reads;

  SqlDocuments(Writes writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  /** How a database is read. */
  interface Reads {
    <R> R read(SqlConnection.Reading<R> reading);
  }

  @Override
  public boolean create(String kind, String id, JsonText body) {
    return isChanged(sql -> sql.call(CREATE).text(kind).text(id).json(body));
  }

  @Override
  public boolean replace(String kind, String id, long version, JsonText body) {
    return isChanged(sql -> sql.call(REPLACE).json(body).text(kind).text(id).number(version));
  }

  @Override
  public boolean delete(String kind, String id) {
    return isChanged(sql -> sql.call(DELETE).text(kind).text(id));
  }

  @Override
  public Optional<Document> find(String kind, String id) {
    return reads.read(sql -> sql.call(FIND).text(kind).text(id).first(SqlDocuments::document));
  }

  @Override
  public List<Document> all(String kind) {
    return reads.read(sql -> sql.call(ALL).text(kind).list(SqlDocuments::document));
  }

  private static Document document(ResultSet row) throws SQLException {
    return new Document(
        row.getString(1), row.getString(2), row.getLong(3), Json.kept(row.getBytes(4)));
  }

  private boolean isChanged(Prepared call) {
    try {
      return writes.make(sql -> call.on(sql).update() == 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while writing", e);
    }
  }

  @FunctionalInterface
  private interface Prepared {
    SqlCall on(SqlConnection sql) throws SQLException;
  }
}
