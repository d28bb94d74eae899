package ai.fullpotential.orchestrator.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** An id as its sixteen bytes, which SQLite compares as it should: without a sign. */
final class SqliteIds implements SqlCall.Ids {

  @Override
  public void set(PreparedStatement statement, int parameter, UUID id) throws SQLException {
    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
    statement.setBytes(parameter, bytes);
  }

  @Override
  public UUID get(ResultSet row, int column) throws SQLException {
    ByteBuffer bytes = ByteBuffer.wrap(row.getBytes(column));
    return new UUID(bytes.getLong(), bytes.getLong());
  }
}
