package ai.fullpotential.orchestrator.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was last seen of one droplet, and what follows from it (decision 0025): the newest of a probe, a
 * task's call and a heartbeat decides. A droplet that once sent a heartbeat is also seen when it does not:
 * its silence counts as a failure, at the moment at which the timeout ends. Pure.
 *
 * @param probe the last probe, or null
 * @param call the last attempt of a task, or null
 * @param heartbeat the last one, or null when it never sent one
 */
public record Sightings(
    @Nullable Sighting probe, @Nullable Sighting call, @Nullable Heartbeat heartbeat) {

  /** Nothing was seen yet. */
  public static final Sightings NONE = new Sightings(null, null, null);

  /**
   * One look at a droplet.
   *
   * @param answered whether it answered, with a status below 500
   */
  public record Sighting(Instant at, boolean answered) {}

  /** What decides. */
  public enum Cause {
    /** Nothing was seen yet. */
    NOTHING,
    /** A probe of its health. */
    PROBE,
    /** An attempt of a task. */
    CALL,
    /** A heartbeat came. */
    HEARTBEAT,
    /** No heartbeat came for too long. */
    SILENCE;

    /** The word for it on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What follows.
   *
   * @param at when that was seen, or null when nothing was
   */
  public record Verdict(boolean reachable, Cause cause, @Nullable Instant at) {

    /** The newer of two; of two at one moment the one that found it missing. */
    private Verdict or(@Nullable Instant seen, boolean isReachable, Cause why) {
      if (seen == null) {
        return this;
      }
      int newer = at == null ? 1 : seen.compareTo(at);
      boolean wins = newer > 0 || (newer == 0 && !isReachable);
      return wins ? new Verdict(isReachable, why, seen) : this;
    }
  }

  /**
   * What follows at this moment.
   *
   * @param timeout how long after a heartbeat the next one is missed
   */
  public Verdict verdict(Instant now, Duration timeout) {
    Instant beat = heartbeat == null ? null : heartbeat.at();
    Instant silent = beat == null || now.isBefore(beat.plus(timeout)) ? null : beat.plus(timeout);
    return new Verdict(false, Cause.NOTHING, null)
        .or(beat, true, Cause.HEARTBEAT)
        .or(silent, false, Cause.SILENCE)
        .or(at(probe), answered(probe), Cause.PROBE)
        .or(at(call), answered(call), Cause.CALL);
  }

  private static @Nullable Instant at(@Nullable Sighting sighting) {
    return sighting == null ? null : sighting.at();
  }

  private static boolean answered(@Nullable Sighting sighting) {
    return sighting != null && sighting.answered();
  }

  Sightings withProbe(Sighting next) {
    return new Sightings(next, call, heartbeat);
  }

  /** What became of an older call may be told late, by a node that carries on what another left. */
  Sightings withCall(Sighting next) {
    boolean newer = call == null || !call.at().isAfter(next.at());
    return newer ? new Sightings(probe, next, heartbeat) : this;
  }

  /** Word of an older heartbeat may come late, from another node. */
  Sightings withHeartbeat(Heartbeat next) {
    boolean newer = heartbeat == null || heartbeat.at().isBefore(next.at());
    return newer ? new Sightings(probe, call, next) : this;
  }

  /** What is left when the droplet is called elsewhere now: only what it told itself. */
  Sightings elsewhere() {
    return new Sightings(null, null, heartbeat);
  }

  /** The last heartbeat, if there ever was one. */
  public Optional<Heartbeat> lastHeartbeat() {
    return Optional.ofNullable(heartbeat);
  }
}
