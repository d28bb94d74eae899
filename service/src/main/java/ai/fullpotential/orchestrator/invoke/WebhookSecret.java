package ai.fullpotential.orchestrator.invoke;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What callbacks are signed with, in the form of Standard Webhooks: {@code whsec_} and 24 to 64 bytes in
 * base64. Never shown.
 */
public final class WebhookSecret {

  private static final Pattern FORM = Pattern.compile("whsec_([A-Za-z0-9+/]+={0,2})");
  private static final int FEWEST = 24;
  private static final int MOST = 64;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private WebhookSecret(byte[] bytes) {
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** Reads one; empty when it is not of that form. */
  public static Optional<WebhookSecret> parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(form.group(1));
      return bytes.length < FEWEST || bytes.length > MOST
          ? Optional.empty()
          : Optional.of(new WebhookSecret(bytes));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The signature of these bytes, in base64. */
  String sign(byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head);
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WebhookSecret secret && key.equals(secret.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "whsec_***";
  }
}
