package ai.fullpotential.orchestrator.net;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what he may do.
 *
 * @param subject his name, or null when nobody says who he is
 * @param scopes as they were granted
 * @param readsAll whether he sees what others have handed in
 * @param until when what says so is over, or null for never
 */
public record Principal(
    @Nullable String subject, Set<Scope> scopes, boolean readsAll, @Nullable Instant until) {

  /** Everybody, where nobody is asked who he is. */
  public static final Principal ANYBODY = new Principal(null, Set.of(Scope.ADMIN), true);

  /** Somebody who has not said who he is where others have to. */
  public static final Principal NOBODY = new Principal(null, Set.of(), false);

  /** Takes a copy; an administrator sees everything. */
  public Principal {
    scopes = Set.copyOf(scopes);
    readsAll = readsAll || scopes.contains(Scope.ADMIN);
  }

  /** Somebody for whom nothing says until when. */
  public Principal(@Nullable String subject, Set<Scope> scopes, boolean readsAll) {
    this(subject, scopes, readsAll, null);
  }

  /** The same until then. */
  public Principal until(Instant end) {
    return new Principal(subject, scopes, readsAll, end);
  }

  /** Whether he may do what this scope is needed for. */
  public boolean may(Scope scope) {
    return scopes.stream().anyMatch(granted -> granted.includes(scope));
  }

  /** Whether this is his own. */
  public boolean owns(@Nullable String owner) {
    return Objects.equals(subject, owner);
  }

  /** Whether he may see what this one has handed in; null is somebody of whom nothing is known. */
  public boolean sees(@Nullable String owner) {
    return readsAll || owns(owner);
  }

  /** Whether he may change what this one has handed in and he sees. */
  public boolean steers(@Nullable String owner) {
    return owns(owner) ? may(Scope.SUBMIT) : may(Scope.OPERATE);
  }

  /** Whose things he may change: null is everybody's. */
  public @Nullable String reach() {
    return readsAll && may(Scope.OPERATE) ? null : subject;
  }
}
