package ai.fullpotential.orchestrator.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
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
  private @Nullable ByteBuffer sentPlain;
  private @Nullable ByteBuffer sentCompressed;

  /** A part of these bytes, not to be changed any more. */
  public Piece(byte[] plain) {
    this.plain = plain;
  }

  /** How many bytes it has when it is not compressed. */
  public int size() {
    return plain.length;
  }

  ByteBuffer plain() {
    if (sentPlain == null) {
      sentPlain = outsideTheHeap(plain);
    }
    return sentPlain.duplicate();
  }

  ByteBuffer compressed() {
    if (sentCompressed == null) {
      sentCompressed = outsideTheHeap(compress());
    }
    return sentCompressed.duplicate();
  }

  /** From where the kernel takes it without another copy for each reader. */
  private static ByteBuffer outsideTheHeap(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
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
