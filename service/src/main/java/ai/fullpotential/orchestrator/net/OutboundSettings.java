package ai.fullpotential.orchestrator.net;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How this service calls others.
 *
 * @param targets which addresses it connects to
 * @param trusted a PEM file of certificates that are trusted beside those that Java trusts
 * @param own what it proves who it is with, when it is asked to
 */
public record OutboundSettings(TargetRules targets, Optional<Path> trusted, Optional<PemPair> own) {

  /** What holds when nothing is set. */
  public static final OutboundSettings STANDARD =
      new OutboundSettings(TargetRules.STANDARD, Optional.empty(), Optional.empty());

  /** The same for addresses that are not doubted. */
  public OutboundSettings toAnywhere() {
    return new OutboundSettings(TargetRules.ANY, trusted, own);
  }
}
