package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The fields of a policy as options. What a number may be is the service's to judge; only what would be
 * no number is refused here.
 */
final class PolicyOptions {

  private static final String NONE = "none";
  private static final String DEFAULT = "default";
  private static final String RATE = "--rate";
  private static final String BURST = "--burst";
  private static final String MAX_RETRIES = "--max-retries";
  private static final String BREAKER = "--breaker";

  /** Options that are a number or none, with their fields. */
  private static final Map<String, String> NUMBERS = numbers();

  private static final Map<String, String> OF_BREAKER = ofBreaker();

  private final Given given;

  PolicyOptions(Given given) {
    this.given = given;
  }

  private static Map<String, String> numbers() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(RATE, "rate_per_second");
    fields.put(BURST, "burst");
    fields.put("--concurrency", "max_concurrency");
    fields.put("--attempt-timeout", "attempt_timeout_seconds");
    return fields;
  }

  private static Map<String, String> ofBreaker() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("percent", "failure_percent");
    fields.put("calls", "minimum_calls");
    fields.put("window", "window_seconds");
    fields.put("open", "open_seconds");
    return fields;
  }

  static void addTo(CommandSpec spec) {
    spec.addOption(text(RATE, "N", "Calls a second in the long run."))
        .addOption(text(BURST, "N", "Calls at once after a while without any."))
        .addOption(text("--concurrency", "N", "Calls at once."))
        .addOption(
            text("--attempt-timeout", "SECONDS", "For each try of a task that does not say."))
        .addOption(
            text(MAX_RETRIES, "N", "Tries after the first one, of a task that does not say."))
        .addOption(
            Specs.choice(
                BREAKER,
                "RULE",
                List.of(DEFAULT, NONE),
                "A rest when it fails: default, or any of percent=50,calls=20,window=30,open=15:"
                    + " at so many percent failed of at least so many calls in so many seconds,"
                    + " none for so many seconds."));
  }

  private static OptionSpec text(String name, String label, String description) {
    return Specs.option(name, label, String.class, description);
  }

  /** What is stored, with what the options say in its place. */
  JsonText over(JsonNode stored) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    if (stored.isObject()) {
      policy.setAll((ObjectNode) stored);
    }
    boolean any = false;
    for (Map.Entry<String, String> option : NUMBERS.entrySet()) {
      Optional<String> value = given.text(option.getKey());
      value.ifPresent(text -> put(policy, option.getKey(), option.getValue(), text));
      any |= value.isPresent();
    }
    if (given.flag(RATE) && !given.flag(BURST)) {
      policy.remove("burst"); // that of the old rate
    }
    Optional<String> retries = given.text(MAX_RETRIES);
    retries.ifPresent(text -> retries(policy, text));
    Optional<String> breaker = given.text(BREAKER);
    breaker.ifPresent(rule -> breaker(policy, rule));
    if (!any && retries.isEmpty() && breaker.isEmpty()) {
      throw given.wrong("Nothing to change: give at least one of the options");
    }
    return Json.text(policy);
  }

  private void retries(ObjectNode policy, String text) {
    if (text.equals(NONE)) {
      policy.remove("retry");
    } else {
      ObjectNode retry =
          policy.path("retry") instanceof ObjectNode stored ? stored : policy.putObject("retry");
      put(retry, MAX_RETRIES, "max_retries", text);
    }
  }

  private void breaker(ObjectNode policy, String rule) {
    if (rule.equals(NONE)) {
      policy.remove("breaker");
      return;
    }
    ObjectNode breaker = policy.putObject("breaker");
    if (rule.equals(DEFAULT)) {
      return;
    }
    for (String part : rule.split(",", -1)) {
      String[] words = part.split("=", 2);
      String field = OF_BREAKER.get(words[0].strip());
      if (field == null || words.length == 1) {
        throw given.wrong(
            BREAKER
                + " must be default, none, or some of percent=…,calls=…,window=…,open=…, not '"
                + rule
                + "'");
      }
      breaker.set(field, number(BREAKER + " " + words[0].strip(), words[1].strip()));
    }
  }

  private void put(ObjectNode object, String option, String field, String text) {
    if (text.equals(NONE)) {
      object.remove(field);
    } else {
      object.set(field, number(option, text));
    }
  }

  private JsonNode number(String what, String text) {
    try {
      JsonNode number = Json.tree(text.getBytes(StandardCharsets.UTF_8));
      if (number.isNumber()) {
        return number;
      }
    } catch (MalformedJson noNumber) {
      // told below, like any other JSON
    }
    throw given.wrong(what + " must be a number or none, not '" + text + "'");
  }
}
