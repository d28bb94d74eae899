package ai.fullpotential.orchestrator.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/** A port that listens and to which nobody may ever connect. */
public final class ForbiddenListener implements AutoCloseable {

  private final ServerSocket socket;

  /** Listens there. */
  public ForbiddenListener(InetAddress address, int port) {
    try {
      socket = new ServerSocket(port, 50, address);
      socket.setSoTimeout(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails when a connection has come. */
  public void assertNobodyCame() {
    assertThat(socket.isClosed()).isFalse();
    assertThatThrownBy(socket::accept).isInstanceOf(SocketTimeoutException.class);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
