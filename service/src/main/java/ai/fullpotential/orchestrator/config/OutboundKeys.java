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

  static final Key<String> CALLBACK_URLS =
      new Key<>(
          "CALLBACK_URLS",
          Rule.text(
              "absolute http or https URLs without user, query and fragment, with a comma between"),
          "",
          "What the URLs begin with that callers may have told of the ends of their tasks; when not set,"
              + " droplets alone are told");

  static final Key<String> CALLBACK_SECRET =
      new Key<>(
          "CALLBACK_SECRET",
          Rule.text("whsec_ and 24 to 64 bytes in base64, or two of these with a comma between"),
          "",
          "What callbacks are signed with, by each of them; never shown. Needed by CALLBACK_URLS");

  private OutboundKeys() {}
}
