package ai.fullpotential.orchestrator.schedule;

import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** An expression, and what it matches by a second reading that knows nothing of the library. */
record SimpleCron(Field minute, Field hour, Field day, Field month, Field weekday) {

  /** A field: its text, and the values it stands for. */
  record Field(String text, BitSet values) {
    boolean any() {
      return text.equals("*");
    }

    boolean has(int value) {
      return any() || values.get(value);
    }
  }

  String expression() {
    return Stream.of(minute, hour, day, month, weekday)
        .map(Field::text)
        .collect(Collectors.joining(" "));
  }

  boolean matches(LocalDateTime time) {
    return minute.has(time.getMinute()) && hour.has(time.getHour()) && matchesDate(time);
  }

  private boolean matchesDate(LocalDateTime time) {
    boolean onDay = day.has(time.getDayOfMonth());
    boolean onWeekday = weekday.has(time.getDayOfWeek().getValue() % 7);
    boolean either = !day.any() && !weekday.any();
    return month.has(time.getMonthValue()) && (either ? onDay || onWeekday : onDay && onWeekday);
  }

  static Arbitrary<SimpleCron> all() {
    Arbitrary<Field> any = Arbitraries.just(any());
    return Combinators.combine(
            fields(0, 59),
            Arbitraries.oneOf(fields(0, 23), fields(0, 3)),
            Arbitraries.oneOf(any, any, fields(1, 31)),
            Arbitraries.oneOf(any, any, fields(1, 12)),
            Arbitraries.oneOf(any, any, fields(0, 6)))
        .as(SimpleCron::new);
  }

  private static Arbitrary<Field> fields(int min, int max) {
    Arbitrary<Integer> value = Arbitraries.integers().between(min, max);
    Arbitrary<Integer> step = Arbitraries.integers().between(2, Math.max(2, max / 2));
    Arbitrary<Field> starred =
        step.map(
            s ->
                max == 3
                    ? range("0-3/" + s, 0, 3, s) // a star would mean all 24 hours
                    : range("*/" + s, min, max, s));
    return Arbitraries.oneOf(
        Arbitraries.just(any()),
        starred,
        value.set().ofMinSize(1).ofMaxSize(4).map(SimpleCron::list),
        Combinators.combine(value, value, step).as(SimpleCron::range));
  }

  private static Field any() {
    return new Field("*", new BitSet());
  }

  private static Field range(int one, int other, int step) {
    int from = Math.min(one, other);
    int to = Math.max(one, other);
    return range(from + "-" + to + "/" + step, from, to, step);
  }

  private static Field range(String text, int from, int to, int step) {
    BitSet values = new BitSet();
    for (int value = from; value <= to; value += step) {
      values.set(value);
    }
    return new Field(text, values);
  }

  private static Field list(Set<Integer> chosen) {
    BitSet values = new BitSet();
    chosen.forEach(values::set);
    return new Field(
        new TreeSet<>(chosen).stream().map(String::valueOf).collect(Collectors.joining(",")),
        values);
  }
}
