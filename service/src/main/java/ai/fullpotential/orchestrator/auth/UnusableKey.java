package ai.fullpotential.orchestrator.auth;

/** What should be a public key and is none that can be used. The message is fit for an operator. */
public final class UnusableKey extends Exception {
  private static final long serialVersionUID = 1L;

  static final String KINDS = "RSA, P-256 and Ed25519 are taken";

  /** A fault described for an operator. */
  public UnusableKey(String message) {
    super(message);
  }
}
