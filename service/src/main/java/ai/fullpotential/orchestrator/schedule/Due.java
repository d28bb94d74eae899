package ai.fullpotential.orchestrator.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a schedule now. Each outcome tells when to look again; null is never, as
 * {@link Cron#next} finds nothing more.
 */
public sealed interface Due {

  /** When to look again: what was due, if it still is, else a later firing. */
  @Nullable Instant nextAt();

  /** Its time has not come. */
  record NotYet(Instant nextAt) implements Due {}

  /**
   * Make the task now.
   *
   * @param nominal the time it is made for, not after now
   * @param nextAt may be in the past, when more than one is due
   */
  record Fire(Instant nominal, @Nullable Instant nextAt) implements Due {}

  /**
   * Make the task now, to start when that of the last firing has ended.
   *
   * @param nominal the time it is made for, not after now
   * @param nextAt may be in the past, when more than one is due
   */
  record Queue(Instant nominal, @Nullable Instant nextAt) implements Due {}

  /** Make none: all that was due is too long ago. */
  record Missed(@Nullable Instant nextAt) implements Due {}

  /**
   * Make none: the task of the last firing has not ended.
   *
   * @param nominal the time it would have been made for
   * @param nextAt may be in the past, when more than one is due
   */
  record Overlapping(Instant nominal, @Nullable Instant nextAt) implements Due {}
}
