package ai.fullpotential.orchestrator.net;

import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** A name server that knows no name: it says so, or says nothing at all. */
public final class FakeDns implements AutoCloseable {

  private static final int MAX_QUERY = 512;
  private static final int FLAGS = 2;
  private static final byte RESPONSE = (byte) 0x81;
  private static final byte NO_SUCH_NAME = (byte) 0x83;

  private final DatagramSocket socket;
  private final boolean silent;

  private FakeDns(boolean silent) {
    this.silent = silent;
    try {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  /** One that says of every name that there is no such. */
  public static FakeDns knowingNoName() {
    return new FakeDns(false);
  }

  /** One that never answers. */
  public static FakeDns silent() {
    return new FakeDns(true);
  }

  /** Loops that resolve names here. */
  public Loops loops(int count) {
    return new Loops(
        count,
        new AddressResolverOptions()
            .addServer("127.0.0.1:" + socket.getLocalPort())
            .addSearchDomain("test"));
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_QUERY], MAX_QUERY);
        socket.receive(packet);
        packet.getData()[FLAGS] = RESPONSE;
        packet.getData()[FLAGS + 1] = NO_SUCH_NAME;
        if (!silent) {
          socket.send(packet);
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
