package ai.fullpotential.orchestrator.net;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a server listens, and what it takes from a client at most.
 *
 * @param host the address to bind, 0.0.0.0 for all
 * @param port the port to bind, 0 for any free one
 * @param maxBodyBytes the largest request body, or line of a body of lines
 * @param maxHeaderBytes all headers of a request together
 * @param requestTimeout how long a request may take to arrive, from its first byte to its last; for a
 *     body of lines from one byte to the next
 * @param idleTimeout how long a connection may stay open with nothing happening
 * @param certificate what it proves who it is with; without one it speaks no TLS
 */
public record ServerSettings(
    String host,
    int port,
    int maxBodyBytes,
    int maxHeaderBytes,
    Duration requestTimeout,
    Duration idleTimeout,
    Optional<PemPair> certificate) {

  /** The longest request line. */
  static final int MAX_LINE_BYTES = 8192;

  /** The usual bounds: 16 KiB of headers, 30 s for a request, 75 s of idleness. */
  public static ServerSettings at(String host, int port, int maxBodyBytes) {
    return new ServerSettings(
        host,
        port,
        maxBodyBytes,
        16 * 1024,
        Duration.ofSeconds(30),
        Duration.ofSeconds(75),
        Optional.empty());
  }

  /** The same over TLS, or not. */
  public ServerSettings with(Optional<PemPair> other) {
    return new ServerSettings(
        host, port, maxBodyBytes, maxHeaderBytes, requestTimeout, idleTimeout, other);
  }

  /** The same at another port. */
  public ServerSettings withPort(int other) {
    return new ServerSettings(
        host, other, maxBodyBytes, maxHeaderBytes, requestTimeout, idleTimeout, certificate);
  }
}
