package ai.fullpotential.orchestrator.schedule;

import com.cronutils.model.time.ExecutionTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Unix cron expression in a time zone. Five fields: minute, hour, day of month, month, day of week;
 * or a nickname such as {@code @daily}. When both days are limited, either is enough, as in Unix
 * cron; a day limited by a step is limited too.
 *
 * <p>When the zone's clock is changed:
 *
 * <ul>
 *   <li>An expression whose hour is {@code *} fires whenever the clock shows a time that matches. A
 *       skipped hour leaves nothing out, and a repeated hour fires in both its passes: quarters of
 *       an hour stay quarters of an hour.
 *   <li>Any other expression fires once for each time it names. What falls into skipped time fires
 *       when that ends, once for all of it; what falls into repeated time fires in its first pass.
 * </ul>
 *
 * <p>The library counts in local time, where nothing is skipped or repeated; what changes of the
 * clock do is added here.
 */
public final class Cron {

  /** From here on {@link #next} finds nothing. */
  private static final LocalDateTime END = LocalDateTime.of(10_000, 1, 1, 0, 0);

  /** A year that has all days of the calendar: what does not fire from here on never does. */
  private static final LocalDateTime LEAP_YEAR = LocalDateTime.of(2000, 1, 1, 0, 0);

  /** Either a {@link Cron}, or all that is wrong with what was to become one. */
  public sealed interface Reading {

    /** It can be used, and fires at some time. */
    record Valid(Cron cron) implements Reading {}

    /** It cannot be used, for one reason or more. */
    record Invalid(List<Fault> faults) implements Reading {

      /** Keeps a copy. */
      public Invalid {
        faults = List.copyOf(faults);
      }
    }
  }

  /** What a fault was found in. */
  public enum Part {
    /** The cron expression. */
    EXPRESSION,
    /** The time zone. */
    ZONE
  }

  /**
   * What is wrong.
   *
   * @param part with what
   * @param message worded to follow the part's name: {@code must have 5 fields …}
   */
  public record Fault(Part part, String message) {}

  private final String expression;
  private final ZoneId zone;
  private final ExecutionTime times;
  private final boolean everyHour;

  private Cron(String expression, ZoneId zone, CronSyntax.Parsed parsed) {
    this.expression = expression;
    this.zone = zone;
    this.times = parsed.times();
    this.everyHour = parsed.everyHour();
  }

  /** Reads an expression and the name of a zone ({@code Europe/Berlin}, {@code UTC}, {@code +02:00}). */
  public static Reading read(String expression, String zone) {
    List<Fault> faults = new ArrayList<>();
    Optional<CronSyntax.Parsed> parsed =
        CronSyntax.parse(expression, message -> faults.add(new Fault(Part.EXPRESSION, message)));
    if (parsed.isPresent() && nextLocal(parsed.get().times(), LEAP_YEAR.minusNanos(1)).isEmpty()) {
      faults.add(new Fault(Part.EXPRESSION, "never fires: none of its months has one of its days"));
    }
    Optional<ZoneId> zoneId =
        ZoneNames.find(zone, message -> faults.add(new Fault(Part.ZONE, message)));
    return faults.isEmpty()
        ? new Reading.Valid(
            new Cron(expression.strip(), zoneId.orElseThrow(), parsed.orElseThrow()))
        : new Reading.Invalid(faults);
  }

  /** As it was written, without space around it. */
  public String expression() {
    return expression;
  }

  /** The zone whose clock the expression is about. */
  public ZoneId zone() {
    return zone;
  }

  /** The first firing that is strictly after the instant; empty beyond the year 9999. */
  public Optional<Instant> next(Instant after) {
    if (!after.isBefore(END.toInstant(ZoneOffset.UTC))) {
      return Optional.empty();
    }
    return everyHour ? nextShown(after) : nextNamed(after);
  }

  /** Looks through one stretch of constant offset after the other. */
  private Optional<Instant> nextShown(Instant after) {
    ZoneRules rules = zone.getRules();
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime from = LocalDateTime.ofInstant(after, offset);
    ZoneOffsetTransition change = rules.nextTransition(after);
    while (true) {
      Optional<LocalDateTime> local = nextLocal(times, from);
      if (local.isEmpty()) {
        return Optional.empty();
      }
      Instant shown = local.get().toInstant(offset);
      if (change == null || shown.isBefore(change.getInstant())) {
        return Optional.of(shown);
      }
      offset = change.getOffsetAfter();
      from = change.getDateTimeAfter().minusNanos(1);
      change = rules.nextTransition(change.getInstant());
    }
  }

  private Optional<Instant> nextNamed(Instant after) {
    return nextLocal(times, heardUntil(after)).map(this::firingFor);
  }

  /** Up to which local time everything has fired by then: in a second pass, to the end of it. */
  private LocalDateTime heardUntil(Instant after) {
    ZoneRules rules = zone.getRules();
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime local = LocalDateTime.ofInstant(after, offset);
    ZoneOffsetTransition change = rules.getTransition(local);
    return change != null && change.isOverlap() && offset.equals(change.getOffsetAfter())
        ? change.getDateTimeBefore().minusNanos(1)
        : local;
  }

  private Instant firingFor(LocalDateTime local) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change == null) {
      return local.toInstant(rules.getOffset(local));
    }
    return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
  }

  private static Optional<LocalDateTime> nextLocal(ExecutionTime times, LocalDateTime after) {
    return times
        .nextExecution(after.atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime)
        .filter(local -> local.isBefore(END));
  }

  @Override
  public String toString() {
    return expression + " " + zone;
  }
}
