package ai.fullpotential.orchestrator.trace;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace: what begins there is a child of that span (W3C Trace Context, level 1).
 *
 * @param traceId 32 hexadecimal digits, lower case, not all 0
 * @param spanId 16 of them
 * @param sampled whether the trace is recorded
 * @param state what other tracing systems pass along ({@code tracestate}), or null
 */
public record TraceContext(String traceId, String spanId, Sampled sampled, @Nullable String state) {

  private static final Pattern HEADER =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final Pattern KEPT = Pattern.compile("([0-9a-f]{32})-([0-9a-f]{16})(?:-([01]))?");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  /** Whether a trace is recorded, as far as that is decided. */
  public enum Sampled {
    YES,
    NO,
    /** Whoever records decides, by the trace's id. */
    OPEN
  }

  /**
   * What the headers of a request say; empty when there is no {@code traceparent}, when there are
   * several, or when it is none of the standard: it is then as if there were none. A bad or large
   * {@code tracestate} alone is left out.
   */
  public static Optional<TraceContext> read(List<String> traceparent, List<String> tracestate) {
    if (traceparent.size() != 1) {
      return Optional.empty();
    }
    Matcher header = HEADER.matcher(traceparent.getFirst());
    if (!header.matches()) {
      return Optional.empty();
    }
    String version = header.group(1);
    boolean more = header.group(5) != null; // only a later version may have more
    if (version.equals("ff") || (version.equals("00") && more)) {
      return Optional.empty();
    }
    String traceId = header.group(2);
    String spanId = header.group(3);
    if (traceId.equals(NO_TRACE) || spanId.equals(NO_SPAN)) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(header.group(4), 16) & 1) == 1;
    return Optional.of(
        new TraceContext(
            traceId, spanId, sampled ? Sampled.YES : Sampled.NO, TraceState.read(tracestate)));
  }

  /** As a header says it to the one that is called from this place. */
  public static String traceparent(String traceId, String spanId, boolean sampled) {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  /** All but the state, as one text for {@link #kept}. */
  public String toKeep() {
    String ids = traceId + "-" + spanId;
    return switch (sampled) {
      case YES -> ids + "-1";
      case NO -> ids + "-0";
      case OPEN -> ids;
    };
  }

  /**
   * Back from {@link #toKeep}.
   *
   * @throws IllegalArgumentException when it never came from there
   */
  public static TraceContext kept(String text, @Nullable String state) {
    Matcher kept = KEPT.matcher(text);
    if (!kept.matches()) {
      throw new IllegalArgumentException("no kept trace: " + text);
    }
    String flag = kept.group(3);
    Sampled sampled = flag == null ? Sampled.OPEN : flag.equals("1") ? Sampled.YES : Sampled.NO;
    return new TraceContext(kept.group(1), kept.group(2), sampled, state);
  }
}
