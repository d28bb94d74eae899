package ai.fullpotential.orchestrator.net;

import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server that knows no name: it says so, or says nothing at all; or one that has other addresses
 * for every name each time it is asked.
 */
public final class FakeDns implements AutoCloseable {

  private static final int MAX_QUERY = 512;
  private static final int FLAGS = 2;
  private static final byte RESPONSE = (byte) 0x81;
  private static final byte NO_SUCH_NAME = (byte) 0x83;
  private static final byte NO_ERROR = (byte) 0x80;
  private static final int ANSWERS = 7;
  private static final int ADDITIONAL = 11;
  private static final int HEADER = 12;
  private static final int TYPE_A = 1;

  private final DatagramSocket socket;
  private final boolean silent;
  private final List<InetAddress> addresses;
  private final AtomicInteger asked = new AtomicInteger();

  private FakeDns(boolean silent, InetAddress... addresses) {
    this.silent = silent;
    this.addresses = List.of(addresses);
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

  /** One that gives these IPv4 addresses in turn, the last for ever, each for that moment only. */
  public static FakeDns giving(InetAddress... addresses) {
    return new FakeDns(false, addresses);
  }

  /** How often it was asked for an address. */
  public int asked() {
    return asked.get();
  }

  /** Loops that resolve names here. */
  public Loops loops(int count) {
    return new Loops(
        count,
        new AddressResolverOptions()
            .addServer("127.0.0.1:" + socket.getLocalPort())
            .addSearchDomain("test")
            .setCacheMaxTimeToLive(0));
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_QUERY], MAX_QUERY);
        socket.receive(packet);
        packet.getData()[FLAGS] = RESPONSE;
        packet.getData()[FLAGS + 1] = addresses.isEmpty() ? NO_SUCH_NAME : NO_ERROR;
        if (!addresses.isEmpty()) {
          answer(packet);
        }
        if (!silent) {
          socket.send(packet);
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void answer(DatagramPacket packet) {
    byte[] data = packet.getData();
    int end = HEADER;
    while (data[end] != 0) {
      end += data[end] + 1;
    }
    int type = data[end + 2];
    end += 5; // the root, the type, the class
    data[ADDITIONAL] = 0;
    data[ANSWERS] = (byte) (type == TYPE_A ? 1 : 0);
    if (type == TYPE_A) {
      int turn = Math.min(asked.getAndIncrement(), addresses.size() - 1);
      byte[] record = {(byte) 0xc0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, 0, 0, 4};
      System.arraycopy(record, 0, data, end, record.length);
      System.arraycopy(addresses.get(turn).getAddress(), 0, data, end + record.length, 4);
      end += record.length + 4;
    }
    packet.setLength(end);
  }

  @Override
  public void close() {
    socket.close();
  }
}
