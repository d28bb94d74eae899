package ai.fullpotential.orchestrator.config;

/** The keys for what this service calls, and how. */
final class OutboundKeys {

  private static final String RANGES =
      "addresses and ranges such as 10.0.0.0/8 or fd00::/8, with a comma between";

  static final Key<String> ALLOW_TARGETS =
      new Key<>(
          "ALLOW_TARGETS",
          Rule.text(RANGES),
          "",
          "The only addresses that droplets and callbacks may have; when not set, all but those that no"
              + " droplet has");

  static final Key<String> DENY_TARGETS =
      new Key<>(
          "DENY_TARGETS",
          Rule.text(RANGES),
          "",
          "Addresses that droplets and callbacks may not have, whatever ALLOW_TARGETS says");

  private OutboundKeys() {}
}
