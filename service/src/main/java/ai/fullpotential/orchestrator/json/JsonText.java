package ai.fullpotential.orchestrator.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as compact UTF-8 text, known to be valid. Numbers keep the digits they came with.
 */
public final class JsonText {

  /** The value {@code null}. */
  public static final JsonText NULL = new JsonText("null".getBytes(StandardCharsets.UTF_8));

  private final byte[] utf8;

  /** Takes the array over; only {@link Json} calls this, after it has checked the text. */
  JsonText(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** The text. The array is this value's own: do not change it. */
  @SuppressWarnings("MutableMethodReturnType")
  public byte[] utf8() {
    return utf8;
  }

  /** The length of the text in bytes. */
  public int size() {
    return utf8.length;
  }

  /** Whether this is JSON's {@code null}. */
  public boolean isNull() {
    return utf8.length == 4 && utf8[0] == 'n';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonText that && Arrays.equals(utf8, that.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
