package ai.fullpotential.orchestrator.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** From the text of a cron expression to the library's reading of it. */
final class CronSyntax {

  /** More than every minute, hour and day told one by one. */
  private static final int MAX_LENGTH = 512;

  private static final int MAX_SHOWN = 40;

  private static final String ANY = "*";

  private static final Map<String, String> NICKNAMES =
      new TreeMap<>(
          Map.of(
              "@hourly", "0 * * * *",
              "@daily", "0 0 * * *",
              "@midnight", "0 0 * * *",
              "@weekly", "0 0 * * 0",
              "@monthly", "0 0 1 * *",
              "@yearly", "0 0 1 1 *",
              "@annually", "0 0 1 1 *"));

  /** Narrower than the library, which also takes things such as {@code /5}, {@code +1} and a|b. */
  private static final Pattern FIELD;

  static {
    String value = "[0-9A-Z]{1,3}";
    String item = "(?:(?:\\*|" + value + "-" + value + ")(?:/[0-9]{1,2})?|" + value + ")";
    FIELD = Pattern.compile(item + "(?:," + item + ")*+");
  }

  /**
   * One field of an expression.
   *
   * @param title its name
   * @param values what may stand in it
   * @param alone an expression that limits nothing but this field, so that the library judges it
   *     alone
   */
  private record Field(String title, String values, String alone) {}

  private static final int HOUR = 1;

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", "0 to 59", "%s * * * *"),
          new Field("hour", "0 to 23", "* %s * * *"),
          new Field("day of month", "1 to 31", "* * %s * *"),
          new Field("month", "1 to 12 or JAN to DEC", "* * * %s *"),
          new Field("day of week", "0 to 7 or SUN to SAT, 0 and 7 being Sunday", "* * * * %s"));

  /**
   * An expression that the library understands.
   *
   * @param everyHour whether its hour is not limited
   */
  record Parsed(ExecutionTime times, boolean everyHour) {}

  private CronSyntax() {}

  /** The expression, or empty after telling all faults. */
  static Optional<Parsed> parse(String text, Consumer<String> faults) {
    if (text.length() > MAX_LENGTH) {
      faults.accept("must have at most " + MAX_LENGTH + " characters, it has " + text.length());
      return Optional.empty();
    }
    String stripped = text.strip();
    String expression = NICKNAMES.getOrDefault(stripped.toLowerCase(Locale.ROOT), stripped);
    List<String> fields = List.of(expression.toUpperCase(Locale.ROOT).split("\\s+"));
    Optional<String> shapeFault = shapeFault(stripped, fields);
    if (shapeFault.isPresent()) {
      faults.accept(shapeFault.get());
      return Optional.empty();
    }
    List<String> fieldFaults =
        IntStream.range(0, FIELDS.size())
            .filter(i -> !understood(FIELDS.get(i), fields.get(i)))
            .mapToObj(i -> fieldFault(FIELDS.get(i), fields.get(i)))
            .toList();
    fieldFaults.forEach(faults);
    return fieldFaults.isEmpty() ? Optional.of(parsed(fields)) : Optional.empty();
  }

  private static Optional<String> shapeFault(String text, List<String> fields) {
    String nicknames = String.join(", ", NICKNAMES.keySet());
    if (text.startsWith("@") && fields.size() == 1) {
      return Optional.of("has an unknown nickname '" + cut(text) + "'; known are " + nicknames);
    }
    if (fields.size() == FIELDS.size()) {
      return Optional.empty();
    }
    return Optional.of(
        "must have 5 fields (minute, hour, day of month, month, day of week) or be one of "
            + nicknames
            + (text.isEmpty() ? "; it is empty" : "; it has " + fields.size())
            + (fields.size() == 6 ? ", and a field for seconds is not known" : ""));
  }

  private static boolean understood(Field field, String value) {
    if (!FIELD.matcher(value).matches()) {
      return false;
    }
    try {
      parser().parse(field.alone().formatted(value));
      return true;
    } catch (IllegalArgumentException outOfRange) {
      return false;
    }
  }

  private static String fieldFault(Field field, String value) {
    return ("has the %s '%s'; allowed are *, %s, a range (1-5, the smaller first), a step (*/2 or"
            + " 1-5/2, not above the largest value), and lists of these (1,3-5)")
        .formatted(field.title(), cut(value), field.values());
  }

  private static Parsed parsed(List<String> fields) {
    // A step of 1 limits nothing; the library would count such a day as limited.
    List<String> plain = fields.stream().map(f -> f.equals("*/1") ? ANY : f).toList();
    return new Parsed(
        ExecutionTime.forCron(parser().parse(String.join(" ", plain))),
        plain.get(HOUR).equals(ANY));
  }

  private static CronParser parser() {
    return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  }

  private static String cut(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
