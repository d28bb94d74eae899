package ai.fullpotential.orchestrator.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a store has run, as it was asked of the database.
 *
 * @param sql its text
 * @param parameters what it was given, by the place of each
 */
record Asked(String sql, Map<Integer, Parameter> parameters) {

  /** A parameter, to be set once more. */
  @FunctionalInterface
  interface Parameter {
    void setOn(PreparedStatement statement) throws Throwable;
  }

  /** The same connection, which notes all that is run on it. */
  static Connection noted(Connection real, Collection<Asked> all) {
    return proxy(
        Connection.class,
        (_, method, values) -> {
          Object made = call(real, method, values);
          return made instanceof PreparedStatement statement
              ? statement(statement, (String) values[0], all)
              : made;
        });
  }

  private static PreparedStatement statement(
      PreparedStatement real, String sql, Collection<Asked> all) {
    Map<Integer, Parameter> parameters = new TreeMap<>();
    return proxy(
        PreparedStatement.class,
        (_, method, values) -> {
          if (method.getName().startsWith("set") && values[0] instanceof Integer place) {
            @Nullable Object[] same = values.clone();
            parameters.put(place, statement -> call(statement, method, same));
          } else if (method.getName().startsWith("execute")) {
            all.add(new Asked(sql, Map.copyOf(parameters)));
          }
          return call(real, method, values);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Asked.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(Object real, Method method, @Nullable Object[] values)
      throws Throwable {
    try {
      return method.invoke(real, values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The lines that the database answers to EXPLAIN and the statement, each from this column. */
  List<String> explained(Connection connection, String explain, int column) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(explain + " " + sql)) {
      for (Parameter parameter : parameters.values()) {
        parameter.setOn(statement);
      }
      List<String> lines = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(column));
        }
      }
      return lines;
    } catch (SQLException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
