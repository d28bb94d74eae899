package ai.fullpotential.orchestrator.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A connection that does not commit by itself, and its prepared statements: what one database's
 * writes are made of. Used by the writer's thread alone.
 */
interface WriteSession extends AutoCloseable {

  /** The connection; the writer commits and rolls back. */
  Connection connection();

  /** Carries the writes out within the open transaction, as if in this order, and settles each. */
  void apply(List<Op> group) throws SQLException;

  /** A write that changes nothing, to see whether the store can be written. */
  void probe() throws SQLException;

  /** Hears that what was applied last is committed and told. */
  default void committed() {}

  @Override
  void close();

  /** Opens sessions, and knows what its database's errors mean. */
  interface Source {

    /** A new session; gives up within a second. */
    WriteSession open() throws SQLException;

    /** What to do after this error. */
    Trouble judge(SQLException e);
  }

  /** What an error means for the writes of its transaction. */
  enum Trouble {
    /** One of the writes cannot be made; its neighbours can. */
    DATA,
    /** Another node was in the way: the same again may succeed. */
    CONFLICT,
    /** The database or its disk is away; whether the transaction was made is not known. */
    AWAY
  }
}
