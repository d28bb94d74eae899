package ai.fullpotential.orchestrator.net;

/** An answer in pieces, which may be long on its way. */
interface Streaming {

  /** Ends it; where an error can be told in its middle, by this. */
  void endWith(byte[] error);
}
