package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What holds the tasks of each droplet back: its policy, or that of all, and its breaker. */
final class HeldDroplets {

  static final HeldDroplets NONE = new HeldDroplets(Reply.NONE);

  private final Map<String, JsonNode> policies = new HashMap<>();
  private final Map<String, String> breakers = new HashMap<>();

  /** By an answer of {@code /policies}. */
  HeldDroplets(JsonNode policies) {
    for (JsonNode policy : policies.path("policies")) {
      this.policies.put(key(policy.path("droplet_name").asText()), policy.path("effective"));
    }
    for (JsonNode breaker : policies.path("breakers")) {
      breakers.put(key(breaker.path("droplet_name").asText()), breaker.path("state").asText());
    }
  }

  /** Why its tasks wait now, or nothing. */
  String state(String droplet) {
    if (policy(droplet).path("paused").asBoolean()) {
      return "paused";
    }
    return switch (breakers.getOrDefault(key(droplet), "")) {
      case "open" -> "breaker open";
      case "half_open" -> "breaker half open";
      default -> "";
    };
  }

  /** What it is called within, or nothing. */
  String limits(String droplet) {
    return new PolicyText(policy(droplet)).limits();
  }

  private JsonNode policy(String droplet) {
    return policies.getOrDefault(key(droplet), policies.getOrDefault("*", Reply.NONE));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
