package ai.fullpotential.orchestrator.json;

/** A text that is not the JSON it should be. The message is fit for whoever sent it. */
public final class MalformedJson extends Exception {
  private static final long serialVersionUID = 1L;

  /** A fault described for the sender of the text. */
  public MalformedJson(String message) {
    super(message);
  }
}
