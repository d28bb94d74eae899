package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.json.JsonText;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One prepared statement, its parameters given in order, then run. */
final class SqlCall {

  private final PreparedStatement statement;
  private final Ids ids;
  private int next = 1;

  SqlCall(PreparedStatement statement, Ids ids) {
    this.statement = statement;
    this.ids = ids;
  }

  /** How a database keeps ids. */
  interface Ids {
    void set(PreparedStatement statement, int parameter, UUID id) throws SQLException;

    UUID get(ResultSet row, int column) throws SQLException;
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  SqlCall again() {
    next = 1;
    return this;
  }

  SqlCall id(UUID id) throws SQLException {
    ids.set(statement, next++, id);
    return this;
  }

  SqlCall number(long number) throws SQLException {
    statement.setLong(next++, number);
    return this;
  }

  SqlCall numberOrNull(@Nullable Long number) throws SQLException {
    if (number == null) {
      statement.setNull(next++, Types.BIGINT);
      return this;
    }
    return number(number);
  }

  SqlCall text(String text) throws SQLException {
    statement.setString(next++, text);
    return this;
  }

  SqlCall json(@Nullable JsonText json) throws SQLException {
    if (json == null) {
      statement.setNull(next++, Types.BINARY);
    } else {
      statement.setBytes(next++, json.utf8());
    }
    return this;
  }

  /** Many values as one, of PostgreSQL's type of this name. */
  SqlCall array(String type, @Nullable Object[] values) throws SQLException {
    statement.setArray(next++, statement.getConnection().createArrayOf(type, values));
    return this;
  }

  SqlCall all(List<Object> parameters) throws SQLException {
    for (Object parameter : parameters) {
      switch (parameter) {
        case UUID id -> id(id);
        case String text -> text(text);
        case Number number -> number(number.longValue());
        default -> throw new IllegalArgumentException("no parameter: " + parameter.getClass());
      }
    }
    return this;
  }

  /** How many rows were changed. */
  int update() throws SQLException {
    return statement.executeUpdate();
  }

  <T> List<T> list(Row<T> row) throws SQLException {
    List<T> all = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        all.add(row.read(rows));
      }
    }
    return all;
  }

  <T> Optional<T> first(Row<T> row) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    }
  }

  /** The one number it answers; 0 for none. */
  long count() throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  List<UUID> ids() throws SQLException {
    return list(row -> ids.get(row, 1));
  }
}
