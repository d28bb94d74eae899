package ai.fullpotential.orchestrator.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends tasks at a fixed rate while so many clients read events, and prints how long the tasks took. What
 * the readers get is thrown away as it comes, so that they cost this machine as little as may be.
 *
 * <p>Arguments: port, readers, tasks a second, seconds, "gzip" or "plain".
 */
public final class EventReaders {

  private static final int BUFFER = 256 * 1024;
  private static final double NANOS_PER_MILLI = 1e6;

  private final int port;
  private final AtomicBoolean ending = new AtomicBoolean();
  private long bytes;
  private int open;

  private EventReaders(int port) {
    this.port = port;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int readers = Integer.parseInt(arguments[1]);
    int rate = Integer.parseInt(arguments[2]);
    int seconds = Integer.parseInt(arguments[3]);
    EventReaders run = new EventReaders(Integer.parseInt(arguments[0]));
    Selector selector = Selector.open();
    run.connect(selector, readers, arguments[4].equals("gzip"));
    Thread reading = Thread.ofPlatform().start(() -> run.read(selector));
    long[] nanos = run.load(rate, seconds);
    run.ending.set(true);
    reading.join();
    Arrays.sort(nanos);
    System.out.printf(
        "readers=%d open=%d tasks=%d mean=%.2f p50=%.2f p99=%.2f ms, %.1f MB/s read%n",
        readers,
        run.open,
        nanos.length,
        Arrays.stream(nanos).average().orElse(0) / NANOS_PER_MILLI,
        nanos[nanos.length / 2] / NANOS_PER_MILLI,
        nanos[nanos.length * 99 / 100] / NANOS_PER_MILLI,
        run.bytes / 1e6 / seconds);
  }

  private void connect(Selector selector, int readers, boolean gzip) throws IOException {
    byte[] request =
        ("GET /events HTTP/1.1\r\nHost: here\r\n"
                + (gzip ? "Accept-Encoding: gzip\r\n" : "")
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < readers; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      open++;
    }
  }

  private void read(Selector selector) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try {
      while (!ending.get()) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          int read = ((SocketChannel) key.channel()).read(buffer.clear());
          bytes += Math.max(0, read);
          if (read < 0) {
            open--;
            key.cancel();
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each task leaves at its time, whatever became of those before. */
  private long[] load(int rate, int seconds) throws InterruptedException {
    int warm = rate * 2;
    long[] nanos = new long[warm + rate * seconds];
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/tasks"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"droplet_name\":\"target\",\"path\":\"/health\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      Pace pace = new Pace(rate);
      Thread[] all = new Thread[nanos.length];
      for (int i = 0; i < nanos.length; i++) {
        long due = pace.await(i);
        int number = i;
        all[i] = Thread.ofVirtual().start(() -> nanos[number] = send(client, request, due));
      }
      for (Thread each : all) {
        each.join();
      }
    }
    return Arrays.copyOfRange(nanos, warm, nanos.length);
  }

  private static long send(HttpClient client, HttpRequest request, long due) {
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("answered " + status);
      }
      return System.nanoTime() - due;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
