package ai.fullpotential.orchestrator.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a schedule fires, and by which rules.
 *
 * @param cron the times
 * @param overlap the rule for when the task of the last firing has not ended
 * @param catchUp the rule for firings that were missed
 */
public record Timetable(Cron cron, Overlap overlap, CatchUp catchUp) {

  /** A firing that is later than this was missed; up to it, it is merely late, and made. */
  public static final Duration TOLERANCE = Duration.ofSeconds(60);

  /** Firings are on whole seconds, so that none is between two instants closer than this. */
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  /**
   * What to do now: at most one firing. Whoever carries it out keeps {@link Due#nextAt} and asks
   * again with it, so that each firing is made once.
   *
   * <p>When the firing that was due was missed, {@link CatchUp#NONE} makes the first one after it
   * that was not, if that is due. {@link CatchUp#LAST} makes the last one up to now, and nothing for
   * those between: a node that returns does not make a missed firing and a punctual one at once.
   *
   * @param scheduledFor the firing that was due next
   * @param lastStillRuns whether the task of the firing before has not ended
   */
  public Due due(Instant scheduledFor, Instant now, boolean lastStillRuns) {
    if (now.isBefore(scheduledFor)) {
      return new Due.NotYet(scheduledFor);
    }
    if (!missed(scheduledFor, now)) {
      return made(scheduledFor, lastStillRuns);
    }
    return switch (catchUp) {
      case LAST -> made(last(scheduledFor, now), lastStillRuns);
      case NONE -> {
        Optional<Instant> punctual = cron.next(now.minus(TOLERANCE).minusNanos(1));
        yield punctual.isPresent() && !punctual.get().isAfter(now)
            ? made(punctual.get(), lastStillRuns)
            : new Due.Missed(punctual.orElse(null));
      }
    };
  }

  private static boolean missed(Instant firing, Instant now) {
    return firing.isBefore(now.minus(TOLERANCE));
  }

  private Due made(Instant nominal, boolean lastStillRuns) {
    Instant nextAt = cron.next(nominal).orElse(null);
    if (!lastStillRuns) {
      return new Due.Fire(nominal, nextAt);
    }
    return switch (overlap) {
      case SKIP -> new Due.Overlapping(nominal, nextAt);
      case QUEUE -> new Due.Queue(nominal, nextAt);
    };
  }

  /** The last firing up to now. Bisects: a year of minutes is half a million firings. */
  private Instant last(Instant scheduledFor, Instant now) {
    if (!firesWithin(scheduledFor, now)) {
      return scheduledFor;
    }
    Instant firing = cron.next(scheduledFor).orElseThrow();
    Instant noneAfter = now;
    while (Duration.between(firing, noneAfter).compareTo(RESOLUTION) >= 0) {
      Instant middle = firing.plus(Duration.between(firing, noneAfter).dividedBy(2));
      if (firesWithin(middle, now)) {
        firing = cron.next(middle).orElseThrow();
      } else {
        noneAfter = middle;
      }
    }
    return firing;
  }

  private boolean firesWithin(Instant after, Instant now) {
    return cron.next(after).filter(firing -> !firing.isAfter(now)).isPresent();
  }
}
