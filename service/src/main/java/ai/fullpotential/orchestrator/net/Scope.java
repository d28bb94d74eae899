package ai.fullpotential.orchestrator.net;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may do (contract B5). Each is granted by name; some include others. */
public enum Scope {
  /** Look. */
  READ,
  /** Hand in tasks and steer one's own. */
  SUBMIT,
  /** Steer everybody's tasks that can be seen, and droplets; includes READ and SUBMIT. */
  OPERATE,
  /** Everything. */
  ADMIN;

  /** The word that grants the sight of everybody's tasks; it is no scope for any route. */
  public static final String READ_ALL = "read:all";

  /** The word for it in a token. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of this word. */
  public static Optional<Scope> of(String word) {
    return Stream.of(values()).filter(scope -> scope.wire().equals(word)).findFirst();
  }

  /** Whether who has this one may do what the other is needed for. */
  public boolean includes(Scope other) {
    return switch (this) {
      case READ, SUBMIT -> other == this;
      case OPERATE -> other != ADMIN;
      case ADMIN -> true;
    };
  }
}
