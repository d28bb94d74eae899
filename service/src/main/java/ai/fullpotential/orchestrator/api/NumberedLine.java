package ai.fullpotential.orchestrator.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The answer to one line of a body: the same JSON object as elsewhere, with the line's number first. */
final class NumberedLine {
  private NumberedLine() {}

  /** The object, which has at least one member, with one more before all others. */
  static byte[] of(int line, byte[] object) {
    byte[] first = ("{\"line\":" + line + ",").getBytes(US_ASCII);
    byte[] numbered = new byte[first.length + object.length - 1];
    System.arraycopy(first, 0, numbered, 0, first.length);
    System.arraycopy(object, 1, numbered, first.length, object.length - 1);
    return numbered;
  }
}
