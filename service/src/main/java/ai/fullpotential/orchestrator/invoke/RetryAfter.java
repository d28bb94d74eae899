package ai.fullpotential.orchestrator.invoke;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The Retry-After header of an answer (RFC 9110, section 10.2.3), in its form of seconds. The form of a
 * date is passed over: it depends on the droplet's clock.
 */
final class RetryAfter {

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  static @Nullable Duration of(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String digits = header.strip();
    boolean seconds =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return seconds ? Duration.ofSeconds(Long.parseLong(digits)) : null;
  }
}
