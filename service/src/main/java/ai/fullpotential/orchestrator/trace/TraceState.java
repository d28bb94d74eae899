package ai.fullpotential.orchestrator.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code tracestate}, strictly: it is sent on. */
final class TraceState {

  /** All systems must pass on this much (section 3.3.1.5); more would grow every record. */
  private static final int LONGEST = 512;

  private static final int MOST_MEMBERS = 32;

  private static final Pattern MEMBER =
      Pattern.compile(
          "([a-z0-9][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})"
              + "=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

  private TraceState() {}

  /** The members of all these headers as one, or null when there is none, or any of them is bad. */
  static @Nullable String read(List<String> headers) {
    List<String> members = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (String header : headers) {
      if (header.length() > LONGEST) {
        return null;
      }
      for (String part : header.split(",", -1)) {
        String member = part.strip();
        if (member.isEmpty()) {
          continue;
        }
        if (!MEMBER.matcher(member).matches()
            || !keys.add(member.substring(0, member.indexOf('=')))) {
          return null;
        }
        members.add(member);
      }
    }
    String all = String.join(",", members);
    return members.isEmpty() || members.size() > MOST_MEMBERS || all.length() > LONGEST
        ? null
        : all;
  }
}
