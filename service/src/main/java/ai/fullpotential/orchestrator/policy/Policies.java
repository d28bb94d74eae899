package ai.fullpotential.orchestrator.policy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every policy that is stored, by the droplet it is for, at one moment. */
public final class Policies {

  /** The name under which the default stands. */
  public static final String DEFAULT = "*";

  /** None. */
  public static final Policies NONE = new Policies(Map.of());

  /** No droplet is called. */
  public static final Policies ALL_PAUSED =
      new Policies(Map.of(DEFAULT, DropletPolicy.NOTHING.withPaused(true)));

  private final Map<String, DropletPolicy> stored = new HashMap<>();
  private final DropletPolicy fallback;

  /**
   * These.
   *
   * @param byName each under its droplet's name, in any case of letters, or under {@link #DEFAULT}
   */
  public Policies(Map<String, DropletPolicy> byName) {
    byName.forEach((name, policy) -> stored.put(key(name), policy));
    this.fallback = stored.getOrDefault(DEFAULT, DropletPolicy.NOTHING);
  }

  /** What holds for the droplet: what is stored for it, and for what that does not say, the default. */
  public DropletPolicy of(String dropletName) {
    if (stored.isEmpty()) {
      return DropletPolicy.NOTHING;
    }
    DropletPolicy own = stored.get(key(dropletName));
    return own == null ? fallback : own.or(fallback);
  }

  /** What is stored under this name alone. */
  public Optional<DropletPolicy> stored(String name) {
    return Optional.ofNullable(stored.get(key(name)));
  }

  /** The form in which names are compared. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policies those && stored.equals(those.stored);
  }

  @Override
  public int hashCode() {
    return stored.hashCode();
  }
}
