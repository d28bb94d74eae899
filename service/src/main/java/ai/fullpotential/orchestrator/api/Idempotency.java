package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.task.IdempotencyKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The Idempotency-Key of a request: quoted, as the IETF's draft has it, or bare. Two requests are the
 * same when their bodies are, byte for byte.
 */
final class Idempotency {

  /** The longest key, in characters. */
  static final int MAX_LENGTH = 255;

  private static final String HEADER = "Idempotency-Key";

  /** With nobody signed in, all callers are one. */
  private static final String ANYBODY = "anybody";

  private Idempotency() {}

  /** The key that a request has in its header, without its quotes, or what is wrong with it. */
  static Optional<String> key(Exchange exchange, List<Fault> faults) {
    Optional<String> header = exchange.header(HEADER).map(String::strip);
    if (header.isEmpty()) {
      return header;
    }
    String text = header.get();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    String key = quoted ? text.substring(1, text.length() - 1) : text;
    boolean visible = key.chars().allMatch(c -> c >= ' ' && c < 127);
    if (key.isEmpty() || key.length() > MAX_LENGTH || !visible) {
      faults.add(new Fault(HEADER, "must have 1 to " + MAX_LENGTH + " visible ASCII characters"));
      return Optional.empty();
    }
    return Optional.of(key);
  }

  /** The key of a request with this body. */
  static IdempotencyKey of(String key, byte[] body) {
    return new IdempotencyKey(ANYBODY, key, fingerprint(body));
  }

  private static String fingerprint(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
