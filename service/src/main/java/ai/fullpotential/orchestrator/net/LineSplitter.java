package ai.fullpotential.orchestrator.net;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts what arrives in pieces into lines, each up to a bound. A line may end with CRLF too. */
final class LineSplitter {

  private final int maxBytes;
  private byte[] data = {};
  private int start;
  private int scanned;
  private int end;
  private boolean tooLong;

  LineSplitter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What has arrived next. */
  void add(Buffer piece) {
    int kept = end - start;
    if (kept == 0) {
      data = piece.getBytes();
      end = data.length;
      start = 0;
      scanned = 0;
      return;
    }
    if (data.length - end < piece.length()) {
      makeRoom(kept, piece.length());
    }
    piece.getBytes(data, end);
    end += piece.length();
  }

  /** Twice as much as is needed, so that a line in tiny pieces is not copied for each of them. */
  private void makeRoom(int kept, int more) {
    byte[] roomy = new byte[(kept + more) * 2];
    System.arraycopy(data, start, roomy, 0, kept);
    data = roomy;
    scanned -= start;
    start = 0;
    end = kept;
  }

  /** The next line that is whole; null when none is, or when it {@link #isTooLong}. */
  byte @Nullable [] next() {
    while (scanned < end && data[scanned] != '\n') {
      scanned++;
    }
    if (scanned == end) {
      tooLong |= withoutReturn(end) - start > maxBytes;
      return null;
    }
    byte[] line = take(scanned);
    scanned++;
    start = scanned;
    return line;
  }

  /** What is left when nothing more comes: a last line without an end, or nothing. */
  byte @Nullable [] rest() {
    byte[] line = start == end ? null : take(end);
    start = end;
    scanned = end;
    return line;
  }

  /** Whether the line that would be next is longer than the bound, as far as it has come. */
  boolean isTooLong() {
    return tooLong;
  }

  private byte @Nullable [] take(int lineEnd) {
    int to = withoutReturn(lineEnd);
    tooLong |= to - start > maxBytes;
    return tooLong ? null : Arrays.copyOfRange(data, start, to);
  }

  private int withoutReturn(int lineEnd) {
    return lineEnd > start && data[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }
}
