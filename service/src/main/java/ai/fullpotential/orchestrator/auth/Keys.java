package ai.fullpotential.orchestrator.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public keys of those who sign tokens, at one time. */
public final class Keys {

  /** A token without a kid may be tried with each. */
  static final int MOST = 16;

  private final List<VerifyingKey> all;

  Keys(List<VerifyingKey> all) {
    this.all = List.copyOf(all);
  }

  /** How many there are. */
  public int size() {
    return all.size();
  }

  /** Those that can have signed this; a key without a name may be any. */
  List<VerifyingKey> candidates(Algorithm algorithm, @Nullable String id) {
    return all.stream()
        .filter(key -> key.algorithm() == algorithm)
        .filter(key -> id == null || key.id() == null || key.id().equals(id))
        .toList();
  }

  /** Whether a key may have been added that this token names. */
  boolean knows(@Nullable String id) {
    return id == null || all.stream().anyMatch(key -> key.id() == null || key.id().equals(id));
  }
}
