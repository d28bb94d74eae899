package ai.fullpotential.orchestrator.auth;

import ai.fullpotential.orchestrator.net.Principal;
import ai.fullpotential.orchestrator.net.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a token says, once it is known who signed it. */
final class Claims {

  /** How far the clock of who signs may be ahead. */
  static final Duration LEEWAY = Duration.ofSeconds(30);

  private static final int LONGEST_SUBJECT = 255;

  /** The year 9999; what is later is no time. */
  private static final long LAST = 253_402_300_799L;

  private final JsonNode json;

  Claims(JsonNode json) {
    this.json = json;
  }

  /** What is wrong with them, or nothing. */
  Optional<String> fault(Expected expected, Instant now) {
    Optional<String> times = faultOfTimes(now);
    if (times.isPresent()) {
      return times;
    }
    if (expected.issuer().isPresent() && !isText("iss", expected.issuer().get())) {
      return Optional.of("The token is of another issuer.");
    }
    if (expected.audience().isPresent() && !isFor(expected.audience().get())) {
      return Optional.of("The token is for another audience.");
    }
    return subject().isEmpty()
        ? Optional.of("The token says of nobody that it is his: its 'sub' must be a name.")
        : Optional.empty();
  }

  private Optional<String> faultOfTimes(Instant now) {
    if (!isTime("exp")) {
      return Optional.of("The token has no time at which it expires, or one that is none.");
    }
    for (String name : List.of("nbf", "iat")) {
      if (json.has(name) && !isTime(name)) {
        return Optional.of("The token's '" + name + "' is no time.");
      }
      if (json.has(name) && time(name).isAfter(now.plus(LEEWAY))) {
        return Optional.of("The token is not valid yet.");
      }
    }
    return now.isBefore(expires()) ? Optional.empty() : Optional.of("The token has expired.");
  }

  private boolean isTime(String name) {
    JsonNode value = json.path(name);
    return value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= LAST;
  }

  private Instant time(String name) {
    return Instant.ofEpochMilli((long) (json.path(name).doubleValue() * 1000));
  }

  Instant expires() {
    return time("exp");
  }

  private boolean isText(String name, String expected) {
    return json.path(name).isTextual() && json.path(name).textValue().equals(expected);
  }

  private boolean isFor(String audience) {
    JsonNode value = json.path("aud");
    if (!value.isArray()) {
      return isText("aud", audience);
    }
    for (JsonNode each : value) {
      if (each.isTextual() && each.textValue().equals(audience)) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> subject() {
    return Optional.ofNullable(json.path("sub").textValue())
        .filter(name -> !name.isBlank() && name.length() <= LONGEST_SUBJECT)
        .filter(name -> name.chars().noneMatch(c -> Character.isISOControl(c) || isHalf(c)));
  }

  private static boolean isHalf(int c) {
    return Character.isSurrogate((char) c);
  }

  /** Whose it is. What it grants that is not known here is passed over. */
  Principal principal() {
    Set<String> words = new HashSet<>();
    for (String name : List.of("scope", "scp", "scopes")) {
      words.addAll(words(json.path(name)));
    }
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    words.forEach(word -> Scope.of(word).ifPresent(scopes::add));
    return new Principal(subject().orElseThrow(), scopes, words.contains(Scope.READ_ALL));
  }

  private static List<String> words(JsonNode value) {
    if (value.isTextual()) {
      return List.of(value.textValue().split(" ", -1));
    }
    List<String> words = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(word -> words.add(word.asText()));
    }
    return words;
  }
}
