package ai.fullpotential.orchestrator.event;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How far somebody has read: of each node the number of its last event. So it means the same on every
 * node, in whatever order the nodes hear of each other.
 */
public final class Position {

  /** Nothing was read. */
  public static final Position START = new Position(new String[0], new long[0]);

  private static final int MAX_LENGTH = 4096;
  private static final Pattern PART = Pattern.compile("([A-Za-z0-9-]{1,64})\\.([0-9]{1,18})");

  private final String[] nodes;
  private final long[] numbers;

  private Position(String[] nodes, long[] numbers) {
    this.nodes = nodes;
    this.numbers = numbers;
  }

  /** Reads what {@link #toString} wrote; empty for anything else. */
  public static Optional<Position> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Map<String, Long> parts = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      var match = PART.matcher(part);
      if (!match.matches()) {
        return Optional.empty();
      }
      parts.put(match.group(1), Long.parseLong(match.group(2)));
    }
    return Optional.of(of(parts));
  }

  static Position of(Map<String, Long> parts) {
    return new Position(
        parts.keySet().toArray(String[]::new),
        parts.values().stream().mapToLong(Long::longValue).toArray());
  }

  /** The number of a node's last event, 0 when none was read. */
  public long of(String node) {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i].equals(node)) {
        return numbers[i];
      }
    }
    return 0;
  }

  /** The same, but further with one node. */
  Position with(String node, long number) {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i].equals(node)) {
        long[] next = numbers.clone();
        next[i] = number;
        return new Position(nodes, next); // the names are shared: one of these is kept per event
      }
    }
    Map<String, Long> parts = parts();
    parts.put(node, number);
    return of(parts);
  }

  Position without(String node) {
    Map<String, Long> parts = parts();
    parts.remove(node);
    return of(parts);
  }

  /** The further of both, for each node. */
  public Position max(Position other) {
    Map<String, Long> parts = parts();
    other.parts().forEach((node, number) -> parts.merge(node, number, Math::max));
    return of(parts);
  }

  /** Whether everything that the other has read was read here too. */
  public boolean covers(Position other) {
    return other.parts().entrySet().stream().allMatch(part -> of(part.getKey()) >= part.getValue());
  }

  Map<String, Long> parts() {
    Map<String, Long> parts = new TreeMap<>();
    for (int i = 0; i < nodes.length; i++) {
      parts.put(nodes[i], numbers[i]);
    }
    return parts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  /** The form on the wire: {@code node-1.17,node-2.4}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < nodes.length; i++) {
      text.append(i == 0 ? "" : ",").append(nodes[i]).append('.').append(numbers[i]);
    }
    return text.toString();
  }
}
