package ai.fullpotential.orchestrator.cli;

import org.jline.utils.WCWidth;

/**
 * How many columns of a terminal a text takes: two for a wide character, none for an accent that
 * stands on the letter before it.
 */
final class Width {

  private static final String MORE = "…";

  private Width() {}

  static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  private static int of(int character) {
    return Math.max(0, WCWidth.wcwidth(character));
  }

  /** The text, or as much of its beginning as fits, with a sign that there is more. */
  static String cut(String text, int width) {
    if (of(text) <= width) {
      return text;
    }
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      if (used + of(character) > width - 1) {
        break;
      }
      used += of(character);
      end += Character.charCount(character);
    }
    return text.substring(0, end) + MORE;
  }

  /** The text cut or filled up with blanks to just so many columns. */
  static String exactly(String text, int width, boolean right) {
    String cut = cut(text, width);
    String blanks = " ".repeat(Math.max(0, width - of(cut)));
    return right ? blanks + cut : cut + blanks;
  }
}
