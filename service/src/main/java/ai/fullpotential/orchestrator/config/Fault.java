package ai.fullpotential.orchestrator.config;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that is set in a way that cannot be used.
 *
 * @param key what is set, or where in the file the fault is
 * @param value as it was given, made safe to show; empty when it is not shown
 * @param origin where it was given
 * @param problem what is wrong, and what is allowed
 */
public record Fault(String key, String value, String origin, String problem) {

  private static final Pattern PASSWORD_PARAMETER =
      Pattern.compile("([?&]\\w*password=)[^&\\s]*", Pattern.CASE_INSENSITIVE);

  private static final Pattern USER_IN_URL = Pattern.compile("//\\S*@");
  private static final int LONGEST_SHOWN = 80;
  private static final Set<String> SECRET =
      Set.of(TelemetryKeys.OTEL_EXPORTER_OTLP_HEADERS.name(), OutboundKeys.CALLBACK_SECRET.name());

  /** Hides a password in a URL, and keeps a terminal from obeying what was meant for a setting. */
  public Fault {
    value = isSecret(key) && !value.isEmpty() ? "***" : value;
    value = PASSWORD_PARAMETER.matcher(value).replaceAll("$1***");
    value = USER_IN_URL.matcher(value).replaceAll("//***@").replaceAll("\\p{C}", "?");
    if (value.length() > LONGEST_SHOWN) {
      value = value.substring(0, LONGEST_SHOWN) + "…";
    }
  }

  static boolean isSecret(String key) {
    return SECRET.contains(key);
  }

  /** On one line, for people. */
  @Override
  public String toString() {
    String what = value.isEmpty() ? key : key + "=" + value + " (" + origin + ")";
    return what + ": " + problem;
  }
}
