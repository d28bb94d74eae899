package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.TaskId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * The names of tasks that follow another, which can be told again from what they follow: UUIDs of
 * version 7 (RFC 9562) of the moment it ended, whose other bits are a digest instead of chance.
 */
final class FollowerIds {
  private FollowerIds() {}

  /**
   * A name.
   *
   * @param of what it follows
   * @param at when that ended
   * @param place which of the followers it is
   */
  static TaskId of(String of, Instant at, int place) {
    ByteBuffer digest = ByteBuffer.wrap(digest(of + ":" + place));
    long high = (at.toEpochMilli() << 16) | 0x7000L | (digest.getLong() & 0x0fffL);
    long low = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new TaskId(new UUID(high, low).toString());
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
