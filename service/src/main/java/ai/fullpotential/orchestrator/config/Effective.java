package ai.fullpotential.orchestrator.config;

import java.util.regex.Pattern;

/**
 * What holds for one key.
 *
 * @param key its name
 * @param value what holds, as text, without a password in a URL
 * @param origin where it comes from: environment, a line of the file, or default
 */
public record Effective(String key, String value, String origin) {

  private static final Pattern PASSWORD_PARAMETER =
      Pattern.compile("([?&]\\w*password=)[^&\\s]*", Pattern.CASE_INSENSITIVE);

  private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^/@\\s:]*):[^/@\\s]*@");

  /** Hides a password in a URL, and what is secret as a whole. */
  public Effective {
    value = Fault.isSecret(key) && !value.isEmpty() ? "***" : value;
    value = PASSWORD_IN_URL.matcher(value).replaceAll("$1:***@");
    value = PASSWORD_PARAMETER.matcher(value).replaceAll("$1***");
  }
}
