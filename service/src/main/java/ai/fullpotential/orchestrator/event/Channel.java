package ai.fullpotential.orchestrator.event;

/**
 * A way for short texts between the nodes of a cluster. What one node sends comes to the others in its
 * order, but may be lost: whoever needs to know of that counts.
 */
public interface Channel extends AutoCloseable {

  /** The longest text, in bytes of ASCII. */
  int MAX_TEXT = 7900;

  /** Hears what is sent, on a thread of the channel; must not block for long. */
  interface Listener {

    /** A node has sent this; perhaps this one. */
    void heard(String text);

    /** From now on things are heard; what was sent before may have been lost. */
    void opened();
  }

  /** Begins to listen, now or as soon as that is possible. */
  void start(Listener listener);

  /** Sends this soon; never blocks. */
  void send(String ascii);

  @Override
  void close();
}
