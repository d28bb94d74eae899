package ai.fullpotential.orchestrator.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server that answers as its script says, down to the single byte: whole, in drips, not at
 * all, or by a reset. One request a connection. Each connection has a thread of its own.
 */
public final class ScriptedServer implements AutoCloseable {

  private final ServerSocket socket;
  private final Script script;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Thread accepting;

  /** A request as it came. */
  public record Request(String method, String path, String body) {
    @Override
    public String toString() {
      return body.isEmpty() ? method + " " + path : method + " " + path + " " + body;
    }
  }

  /** What the server does. */
  @FunctionalInterface
  public interface Script {
    /** Answers one request; the connection is closed when this returns. */
    void answer(Request request, Wire wire) throws IOException, InterruptedException;
  }

  /** Listens on a free port. */
  public ScriptedServer(Script script) throws IOException {
    this(0, script);
  }

  /** Listens on this port, as a server does that comes back. */
  public ScriptedServer(int port, Script script) throws IOException {
    this.script = script;
    this.socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    accepting = Thread.ofVirtual().name("scripted-server").start(this::accept);
  }

  /** The port it listens on. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Where it is. */
  public BaseUrl url() {
    return BaseUrl.parse("http://127.0.0.1:" + port()).orElseThrow();
  }

  /** All requests so far, in the order of their arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many requests for this method and path came so far. */
  public int count(String method, String path) {
    return (int)
        requests.stream().filter(r -> r.method().equals(method) && r.path().equals(path)).count();
  }

  /** Takes no further connection, and ends all hanging and dripping. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
    try {
      accepting.join(); // only then is the port free
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().name("scripted-connection").start(() -> serve(connection));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Request request = read(connection.getInputStream());
      requests.add(request);
      script.answer(request, new Wire(connection));
    } catch (IOException | InterruptedException gone) {
      // the client has what it needs, or has left
    }
  }

  private static Request read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request broke off");
      }
      head.write(next);
    }
    List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
    int length =
        lines.stream()
            .map(line -> line.toLowerCase(Locale.ROOT))
            .filter(line -> line.startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring("content-length:".length()).strip()))
            .findFirst()
            .orElse(0);
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String[] words = lines.getFirst().split(" ", -1);
    return new Request(words[0], words[1], body);
  }

  /** The server's end of one connection. */
  public final class Wire {

    private final Socket connection;
    private final OutputStream out;

    private Wire(Socket connection) throws IOException {
      this.connection = connection;
      this.out = connection.getOutputStream();
    }

    /** Sends a whole answer. */
    public void respond(int status, String body) throws IOException {
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      head(status, content.length);
      raw(content);
    }

    /** Sends the head of a JSON answer whose body may then never come. */
    public void head(int status, int contentLength) throws IOException {
      raw(
          ("HTTP/1.1 "
                  + status
                  + " Status\r\nContent-Type: application/json\r\nContent-Length: "
                  + contentLength
                  + "\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public void raw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Sends one byte after another with this time between, until the server is closed. */
    public void drip(byte each, Duration between) throws IOException, InterruptedException {
      while (!closed.await(between.toMillis(), TimeUnit.MILLISECONDS)) {
        raw(new byte[] {each});
      }
    }

    /** Says nothing more, until the server is closed. */
    public void hang() throws InterruptedException {
      closed.await();
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
      connection.setSoLinger(true, 0);
      connection.close();
    }
  }
}
