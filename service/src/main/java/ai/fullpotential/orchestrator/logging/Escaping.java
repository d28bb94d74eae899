package ai.fullpotential.orchestrator.logging;

/** Keeps text from leaving its line, and a value from looking like more than one. */
final class Escaping {
  /** A backstop: no caller's text may make a line of megabytes. */
  private static final int LONGEST_VALUE = 512;

  private Escaping() {}

  /** The text, or when it is too long its beginning with an ellipsis; no character is halved. */
  static String cut(String text) {
    if (text.length() <= LONGEST_VALUE) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(LONGEST_VALUE - 1));
    return text.substring(0, halves ? LONGEST_VALUE - 1 : LONGEST_VALUE) + "…";
  }

  /** Appends a text in which blanks and quotes are harmless. */
  static void plain(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        escape(out, c);
      } else {
        out.append(c);
      }
    }
  }

  /** Appends a value as it is, or in quotes when it would otherwise be misread. */
  static void value(StringBuilder out, String text) {
    if (isWord(text)) {
      out.append(text);
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (isUnsafe(c)) {
        escape(out, c);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '"' || c == '=' || c == '\\' || isUnsafe(c)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Control characters, line ends, and marks that turn the direction of writing or hide. */
  private static boolean isUnsafe(char c) {
    if (c >= ' ' && c < 0x7f) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static void escape(StringBuilder out, char c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u").append(String.format("%04x", (int) c));
    }
  }
}
