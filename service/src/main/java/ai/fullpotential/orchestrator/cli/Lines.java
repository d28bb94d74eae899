package ai.fullpotential.orchestrator.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The lines of a file of tasks, one after another. A line's key is made from all that was read up to
 * its end, and so from its number, its bytes and the file that it stands in. For one thread.
 */
final class Lines implements AutoCloseable {

  /** Far above what the service takes; it only keeps a file without line ends out of memory. */
  private static final int LONGEST = 16 * 1024 * 1024;

  private static final int KEY_DIGITS = 32;

  private final InputStream in;
  private final MessageDigest digest = sha256();
  private final byte[] buffer = new byte[64 * 1024];
  private int at;
  private int end;
  private long count;

  /**
   * Lines that were not read yet.
   *
   * @param salt what else goes into each key
   */
  Lines(InputStream in, String salt) {
    this.in = in;
    digest.update(salt.getBytes(StandardCharsets.UTF_8));
  }

  /** The next line that is not blank. */
  Optional<Line> next() throws IOException {
    Optional<byte[]> line = read();
    while (line.isPresent() && isBlank(line.get())) {
      line = read();
    }
    return line.map(bytes -> new Line(count, bytes, key()));
  }

  /** Passes over one line, and says whether it was there and not blank. */
  Optional<Boolean> skip() throws IOException {
    return read().map(line -> !isBlank(line));
  }

  /** How many lines were read, blank ones too. */
  long count() {
    return count;
  }

  /** What was read, in short. */
  String fingerprint() {
    return HexFormat.of().formatHex(copy().digest());
  }

  private String key() {
    return "load-" + count + "-" + fingerprint().substring(0, KEY_DIGITS);
  }

  /** A line without its end. The last one counts the same whether it has one or not. */
  private Optional<byte[]> read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    boolean begun = false;
    while (at < end || fill()) {
      begun = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      line.write(buffer, at, stop - at);
      boolean whole = stop < end;
      at = whole ? stop + 1 : stop;
      if (whole) {
        break;
      }
      if (line.size() > LONGEST) {
        throw new IOException(
            "line " + (count + 1) + " is longer than " + LONGEST + " bytes; is this NDJSON?");
      }
    }
    if (!begun) {
      return Optional.empty();
    }
    count++;
    byte[] bytes = line.toByteArray();
    digest.update(bytes);
    digest.update((byte) '\n');
    return Optional.of(bytes);
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  private MessageDigest copy() {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
