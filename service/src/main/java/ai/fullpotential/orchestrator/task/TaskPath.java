package ai.fullpotential.orchestrator.task;

import java.util.BitSet;
import java.util.Optional;

/**
 * The path, and perhaps query, that a droplet is called with: a path-absolute of RFC 3986 (section
 * 3.3), printable ASCII, with valid percent escapes, no fragment and no dot segment. What is not
 * exactly that is refused, never repaired: a path that two programs read differently can reach
 * what it should not.
 *
 * @param value the raw text, sent as it is
 */
public record TaskPath(String value) {

  /** The longest path, in characters. */
  public static final int MAX_LENGTH = 2048;

  private static final BitSet PCHAR = new BitSet(128);

  static {
    PCHAR.set('a', 'z' + 1);
    PCHAR.set('A', 'Z' + 1);
    PCHAR.set('0', '9' + 1);
    "-._~!$&'()*+,;=:@".chars().forEach(PCHAR::set);
  }

  /** Rejects what {@link #fault} finds fault with. */
  public TaskPath {
    Optional<String> fault = fault(value);
    if (fault.isPresent()) {
      throw new IllegalArgumentException("path " + fault.get());
    }
  }

  /** What is wrong with the text as a path, worded to follow the field's name, or empty. */
  public static Optional<String> fault(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.of("must have 1 to " + MAX_LENGTH + " characters, it has " + text.length());
    }
    if (text.charAt(0) != '/') {
      return Optional.of("must begin with '/'");
    }
    if (text.startsWith("//")) {
      return Optional.of("must not begin with '//', which names another host");
    }
    int query = text.indexOf('?');
    int pathEnd = query < 0 ? text.length() : query;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length() || hex(text.charAt(i + 1)) < 0 || hex(text.charAt(i + 2)) < 0) {
          return Optional.of("has an invalid percent escape at character " + (i + 1));
        }
        i += 2;
      } else if (c == '#') {
        return Optional.of("must not have a fragment ('#' at character " + (i + 1) + ")");
      } else if (!PCHAR.get(c) && c != '/' && !(c == '?' && i >= pathEnd)) {
        return Optional.of(
            String.format(
                "has the character %s at %d, which must be percent-encoded",
                c > ' ' && c < 127 ? "'" + c + "'" : String.format("U+%04X", text.codePointAt(i)),
                i + 1));
      }
    }
    return hasDotSegment(text, pathEnd)
        ? Optional.of("must not have a '.' or '..' segment, plain or percent-encoded")
        : Optional.empty();
  }

  /**
   * Decodes the path once and looks at each piece between slashes and backslashes, up to its parameters:
   * some servers take {@code ..;x} for {@code ..}.
   */
  private static boolean hasDotSegment(String text, int end) {
    int length = 0;
    boolean dotsOnly = true;
    boolean inParameters = false;
    for (int i = 0; i <= end; i++) {
      char c = i == end ? '/' : text.charAt(i);
      if (c == '%') {
        c = (char) (hex(text.charAt(i + 1)) * 16 + hex(text.charAt(i + 2)));
        i += 2;
      }
      if (c == '/' || c == '\\') {
        if (dotsOnly && (length == 1 || length == 2)) {
          return true;
        }
        length = 0;
        dotsOnly = true;
        inParameters = false;
      } else if (c == ';' || inParameters) {
        inParameters = true;
      } else {
        length++;
        dotsOnly &= c == '.';
      }
    }
    return false;
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  @Override
  public String toString() {
    return value;
  }
}
