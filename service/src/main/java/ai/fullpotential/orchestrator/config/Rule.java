package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.net.BaseUrl;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which values a key may have.
 *
 * @param allowed says it to people
 * @param reader turns a text into the value; empty when it is not allowed
 */
record Rule<T>(String allowed, Function<String, Optional<T>> reader) {

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{1,12}(\\.[0-9]{0,12})?|\\.[0-9]{1,12}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final long NANOS_A_SECOND = 1_000_000_000;
  private static final int MAX_SECONDS = 365 * 24 * 3600;
  private static final int MAX_HOURS = 10 * 365 * 24;

  Optional<T> read(String text) {
    return reader.apply(text);
  }

  static Rule<Integer> whole(int min, int max) {
    return new Rule<>(
        "a whole number from " + min + " to " + max,
        text -> number(text, min, max).map(Long::intValue));
  }

  static Rule<Integer> bytes(int min, int max) {
    return new Rule<>(
        "a whole number of bytes from " + min + " to " + max,
        text -> number(text, min, max).map(Long::intValue));
  }

  static Rule<Long> id() {
    long max = 1L << 53; // beyond it JSON numbers lose digits in other languages
    return new Rule<>("a whole number from 1 to " + max, text -> number(text, 1, max));
  }

  private static Optional<Long> number(String text, long min, long max) {
    return Optional.of(text)
        .filter(t -> WHOLE.matcher(t).matches())
        .map(Long::valueOf)
        .filter(n -> n >= min && n <= max);
  }

  static Rule<Duration> seconds() {
    return new Rule<>(
        "a number of seconds above 0 and at most " + MAX_SECONDS,
        text -> time(text, 1, MAX_SECONDS).filter(Duration::isPositive));
  }

  static Rule<Duration> secondsOrZero() {
    return new Rule<>(
        "a number of seconds from 0 to " + MAX_SECONDS, text -> time(text, 1, MAX_SECONDS));
  }

  static Rule<Duration> hours() {
    return new Rule<>(
        "a number of hours above 0 and at most " + MAX_HOURS,
        text -> time(text, 3600, MAX_HOURS).filter(Duration::isPositive));
  }

  private static Optional<Duration> time(String text, int unitSeconds, int max) {
    return Optional.of(text)
        .filter(t -> DECIMAL.matcher(t).matches())
        .map(BigDecimal::new)
        .filter(n -> n.compareTo(BigDecimal.valueOf(max)) <= 0)
        .map(n -> n.multiply(BigDecimal.valueOf(unitSeconds * NANOS_A_SECOND)))
        .map(nanos -> Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact()));
  }

  static <E extends Enum<E>> Rule<E> oneOf(List<E> values, Function<E, String> spelling) {
    return new Rule<>(
        values.stream().map(spelling).collect(Collectors.joining(", ", "one of ", "")),
        text -> values.stream().filter(v -> spelling.apply(v).equalsIgnoreCase(text)).findFirst());
  }

  static Rule<BaseUrl> url() {
    return new Rule<>(
        "an absolute http or https URL without user, query and fragment", BaseUrl::parse);
  }

  static Rule<String> urlOrNone() {
    return new Rule<>(
        url().allowed(),
        text -> text.isEmpty() ? Optional.of("") : BaseUrl.parse(text).map(BaseUrl::toString));
  }

  static Rule<Double> ratio() {
    return new Rule<>(
        "a number from 0 to 1",
        text ->
            Optional.of(text)
                .filter(t -> DECIMAL.matcher(t).matches())
                .map(Double::valueOf)
                .filter(ratio -> ratio <= 1));
  }

  static Rule<Duration> millis() {
    int most = 24 * 3600 * 1000;
    return new Rule<>(
        "a whole number of milliseconds from 1 to " + most,
        text -> number(text, 1, most).map(Duration::ofMillis));
  }

  /** Any text here; what it must look like is checked where it is understood. */
  static Rule<String> text(String allowed) {
    return new Rule<>(allowed, Optional::of);
  }

  static Rule<String> host() {
    return new Rule<>(
        "an IP address or a host name, without port",
        text -> Optional.of(text).filter(t -> HOST.matcher(t).matches()));
  }

  static Rule<Boolean> flag() {
    return new Rule<>(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  static Rule<Path> file() {
    return new Rule<>("a file that can be read", Rule::path);
  }

  static Rule<Path> directory() {
    return new Rule<>("a directory, or a path where one can be made", Rule::path);
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException invalid) {
      return Optional.empty();
    }
  }
}
