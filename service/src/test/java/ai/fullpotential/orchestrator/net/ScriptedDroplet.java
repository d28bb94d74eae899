package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A droplet that does to its callers what a test says, and keeps every byte that it was sent. It
 * speaks no HTTP of its own: a request is what comes up to an empty line, and as many bytes as its
 * Content-Length says.
 */
public final class ScriptedDroplet implements AutoCloseable {

  private static final int BACKLOG = 200;

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Seen> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile List<Turn> script;

  /** A request as it came. */
  public record Seen(String head, String body, int connection) {
    /** The request line. */
    public String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }

    /** The values of a header, in order. */
    public List<String> header(String name) {
      return head.lines()
          .skip(1)
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }
  }

  /** What is done with one request. */
  @FunctionalInterface
  public interface Turn {
    /** Does it, and says whether the connection goes on. */
    boolean play(Seen request, Connection connection) throws IOException;
  }

  /** The connection that a request came on. */
  public final class Connection {
    final Socket socket;

    private Connection(Socket socket) {
      this.socket = socket;
    }

    /** Sends bytes. */
    public void send(String latin1) throws IOException {
      send(latin1.getBytes(ISO_8859_1));
    }

    /** Sends bytes. */
    public void send(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    /** Waits; false when the droplet was closed meanwhile. */
    public boolean pause(Duration duration) {
      try {
        return !closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private ScriptedDroplet(InetAddress address, Turn... turns) {
    script = List.of(turns);
    try {
      listening = new ServerSocket(0, BACKLOG, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** A droplet that plays these turns, one a request over all connections; the last one repeats. */
  public static ScriptedDroplet playing(Turn... turns) {
    return new ScriptedDroplet(InetAddress.getLoopbackAddress(), turns);
  }

  /** The same, on an address of this machine. */
  public static ScriptedDroplet at(InetAddress address, Turn... turns) {
    return new ScriptedDroplet(address, turns);
  }

  /** Forgets what it has seen, and plays these turns from now on. */
  public void replay(Turn... turns) {
    script = List.of(turns);
    requests.clear();
    calls.set(0);
    connections.set(0);
  }

  /** Its port. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Where it is. */
  public BaseUrl url() {
    return url("");
  }

  /** Where it is, with a path before all its paths. */
  public BaseUrl url(String basePath) {
    return new BaseUrl(false, "127.0.0.1", port(), basePath);
  }

  /** Every request whose head and body came whole, in order. */
  public List<Seen> requests() {
    return List.copyOf(requests);
  }

  /** How many requests it has seen. */
  public int calls() {
    return calls.get();
  }

  /** How many connections it has accepted. */
  public int connections() {
    return connections.get();
  }

  /** How many connections are open now. */
  public int openConnections() {
    return open.size();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        int number = connections.incrementAndGet();
        open.add(socket);
        threads.execute(() -> serve(socket, number));
      }
    } catch (IOException closing) {
      // the test is over
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Connection connection = new Connection(socket);
      boolean goesOn = true;
      while (goesOn) {
        Seen request = read(in, number);
        if (request == null) {
          return;
        }
        requests.add(request);
        List<Turn> turns = script;
        int call = calls.getAndIncrement();
        goesOn = turns.get(Math.min(call, turns.size() - 1)).play(request, connection);
      }
    } catch (IOException brokenByTheCaller) {
      // which is what some tests are about
    } finally {
      open.remove(socket);
    }
  }

  /** The next request, or null when no whole one comes any more. */
  private static @org.jspecify.annotations.Nullable Seen read(InputStream in, int connection)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!endsHead(bytes)) {
      int next;
      try {
        next = in.read();
      } catch (SocketTimeoutException idleForTooLong) {
        return null;
      }
      if (next < 0) {
        return null;
      }
      bytes.write(next);
    }
    String head = bytes.toString(ISO_8859_1);
    Seen headOnly = new Seen(head, "", connection);
    int length = headOnly.header("Content-Length").stream().mapToInt(Integer::parseInt).sum();
    byte[] body = in.readNBytes(length);
    return body.length < length ? null : new Seen(head, new String(body, UTF_8), connection);
  }

  private static boolean endsHead(ByteArrayOutputStream bytes) {
    return bytes.size() >= 4 && bytes.toString(ISO_8859_1).endsWith("\r\n\r\n");
  }
}
