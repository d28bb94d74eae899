package ai.fullpotential.orchestrator.net;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer that is pushed to many at once, compressed at most once for all of them. Each part
 * stands alone: it refers to nothing before it, so that a stream of such parts may begin with any of them
 * (RFC 1951: a full flush). Confined to one thread.
 */
public final class Piece {

  /** The head of a gzip member without name and time (RFC 1952, section 2.3). */
  static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

  private static final int BUFFER = 8192;

  private final byte[] plain;
  private byte @Nullable [] compressed;

  /** A part of these bytes, not to be changed any more. */
  public Piece(byte[] plain) {
    this.plain = plain;
  }

  /** How many bytes it has when it is not compressed. */
  public int size() {
    return plain.length;
  }

  byte[] plain() {
    return plain;
  }

  byte[] compressed() {
    if (compressed == null) {
      compressed = compress();
    }
    return compressed;
  }

  private byte[] compress() {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(plain);
      ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
      byte[] buffer = new byte[BUFFER];
      int length;
      do {
        length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
        out.write(buffer, 0, length);
      } while (length == buffer.length);
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
