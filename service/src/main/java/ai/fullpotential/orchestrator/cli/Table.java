package ai.fullpotential.orchestrator.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Rows under headings, fitted into the width there is. */
final class Table {

  /** A width that all fits into. */
  static final int ANY = Integer.MAX_VALUE;

  private static final int LEAST_OF_FLEXIBLE = 8;
  private static final String GAP = "  ";

  /**
   * A column.
   *
   * @param least to how many columns of the terminal its values may be cut; 0 for not at all
   * @param rank which columns go first when there is no room: those with the largest
   */
  record Column(String heading, boolean right, int least, int rank) {

    Column(String heading, boolean right, boolean flexible, int rank) {
      this(heading, right, flexible ? LEAST_OF_FLEXIBLE : 0, rank);
    }
  }

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> statuses = new ArrayList<>();

  Table(Column... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row; the status colours the cell that shows it. */
  void add(String status, List<String> cells) {
    statuses.add(status);
    rows.add(List.copyOf(cells));
  }

  void print(PrintWriter out, int width, Paint paint) {
    lines(width, paint).forEach(out::println);
  }

  /** The headings, and a line for each row. */
  List<String> lines(int width, Paint paint) {
    int[] widths = fitted(width);
    List<String> lines = new ArrayList<>();
    List<String> headings = columns.stream().map(Column::heading).toList();
    lines.add(paint.heading(line(headings, widths, "", paint)));
    for (int i = 0; i < rows.size(); i++) {
      lines.add(line(rows.get(i), widths, statuses.get(i), paint));
    }
    return lines;
  }

  private String line(List<String> cells, int[] widths, String status, Paint paint) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > 0) {
        String cell = Width.exactly(cells.get(i), widths[i], columns.get(i).right());
        line.append(line.isEmpty() ? "" : GAP)
            .append(isStatus(cells.get(i), status) ? paint.status(status, cell) : cell);
      }
    }
    return line.toString().stripTrailing();
  }

  private static boolean isStatus(String cell, String status) {
    return !status.isEmpty() && cell.equals(status);
  }

  /** The width of each column; 0 for one that has no room. */
  private int[] fitted(int width) {
    int[] natural = natural();
    int[] widths = natural.clone();
    while (total(widths) > width && (shrinkOne(widths) || dropOne(natural, widths))) {
      // once more
    }
    return widths;
  }

  private int[] natural() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          rows.stream()
              .mapToInt(row -> Width.of(row.get(column)))
              .reduce(columns.get(i).heading().length(), Math::max);
    }
    return widths;
  }

  private boolean shrinkOne(int[] widths) {
    Optional<Integer> widest =
        indexes(widths).stream()
            .filter(i -> isFlexible(columns.get(i), widths[i]))
            .max(Comparator.comparingInt(i -> widths[i]));
    widest.ifPresent(i -> widths[i]--);
    return widest.isPresent();
  }

  private static boolean isFlexible(Column column, int width) {
    return column.least() > 0 && width > column.least();
  }

  /** Takes a column out; the others may be as wide again as they would be. */
  private boolean dropOne(int[] natural, int[] widths) {
    Optional<Integer> last =
        indexes(natural).stream()
            .filter(i -> columns.get(i).rank() > 0)
            .max(Comparator.comparingInt(i -> columns.get(i).rank()));
    last.ifPresent(
        i -> {
          natural[i] = 0;
          System.arraycopy(natural, 0, widths, 0, widths.length);
        });
    return last.isPresent();
  }

  private static List<Integer> indexes(int[] widths) {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > 0) {
        shown.add(i);
      }
    }
    return shown;
  }

  private static long total(int[] widths) {
    List<Integer> shown = indexes(widths);
    return shown.stream().mapToLong(i -> widths[i]).sum()
        + (long) GAP.length() * Math.max(0, shown.size() - 1);
  }
}
