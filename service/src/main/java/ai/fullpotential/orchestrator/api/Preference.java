package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a caller wants to be answered (RFC 7240): {@code respond-async}, {@code wait=N}, or both. What is
 * malformed or not known here is passed over.
 *
 * @param asynchronous whether it need not be answered with the end
 * @param patience how long it waits for the end before it takes less, or null
 */
record Preference(boolean asynchronous, @Nullable Duration patience) {

  /** The longest that an answer is waited for. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?([0-9]{1,9})\"?");

  static Preference of(Exchange exchange) {
    String header = String.join(",", exchange.headers("Prefer"));
    boolean asynchronous = false;
    @Nullable Duration patience = null;
    for (String part : header.split("[,;]", -1)) {
      String preference = part.strip().toLowerCase(Locale.ROOT);
      Matcher waits = WAIT.matcher(preference);
      if (preference.equals("respond-async")) {
        asynchronous = true;
      } else if (patience == null && waits.matches()) {
        patience = atMost(Duration.ofSeconds(Long.parseLong(waits.group(1))));
      }
    }
    return new Preference(asynchronous, patience);
  }

  private static Duration atMost(Duration patience) {
    return patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT;
  }

  /** Whether anything was asked for that is done here. */
  boolean isPlain() {
    return !asynchronous && patience == null;
  }

  /** What is done of what was asked for, as the answer tells it. */
  Optional<String> applied() {
    List<String> applied = new ArrayList<>();
    if (asynchronous) {
      applied.add("respond-async");
    }
    if (patience != null) {
      applied.add("wait=" + patience.toSeconds());
    }
    return applied.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", applied));
  }
}
