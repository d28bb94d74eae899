package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Principal;
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

  private static final int MAX_LENGTH = 255;
  private static final String FORM = "must have 1 to " + MAX_LENGTH + " visible ASCII characters";

  private static final String HEADER = "Idempotency-Key";

  /** With nobody signed in, all callers are one. */
  private static final String ANYBODY = "anybody";

  /** Before a name, so that nobody can be called as the callers that this service has itself. */
  private static final String SUBJECT = "sub:";

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
    if (!isKey(key)) {
      faults.add(new Fault(HEADER, FORM));
      return Optional.empty();
    }
    return Optional.of(key);
  }

  /** The key that a request has in its body, or, with a fault, none. */
  static Optional<String> key(BodyFields fields) {
    return fields
        .text("idempotency_key")
        .filter(
            key -> {
              if (!isKey(key)) {
                fields.fault("idempotency_key", FORM);
              }
              return isKey(key);
            });
  }

  private static boolean isKey(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  /** The key of a request of this caller with this body. */
  static IdempotencyKey of(String key, Principal caller, byte[] body) {
    String subject = caller.subject();
    return new IdempotencyKey(
        subject == null ? ANYBODY : SUBJECT + subject, key, fingerprint(body));
  }

  private static String fingerprint(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
