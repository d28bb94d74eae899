package ai.fullpotential.orchestrator.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * So many clients of which a third sends its request a byte a second, a third stops within it, and a third
 * asks for nothing, and beside them 200 good requests a second, half for /health and half tasks. Prints
 * how long those took, and how many of the slow connections the service has ended.
 *
 * <p>Arguments: port, slow clients, seconds.
 */
public final class SlowClients {

  private static final int GOOD_PER_SECOND = 200;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final byte[] REQUEST =
      ("POST /tasks HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
              + "Content-Length: 500\r\n\r\n{\"droplet_name\":\"target\"")
          .getBytes(StandardCharsets.US_ASCII);

  private SlowClients() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int slow = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    List<SocketChannel> channels = connect(port, slow);
    Thread.ofPlatform().daemon().start(() -> drip(channels));
    AtomicInteger failed = new AtomicInteger();
    long[] health = new long[GOOD_PER_SECOND / 2 * seconds];
    long[] tasks = new long[health.length];
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(uri(port, "/health")).build();
      HttpRequest submit =
          HttpRequest.newBuilder(uri(port, "/tasks"))
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"droplet_name\":\"target\",\"path\":\"/health\"}"))
              .build();
      List<Thread> threads = new ArrayList<>();
      Pace pace = new Pace(GOOD_PER_SECOND / 2.0);
      for (int i = 0; i < health.length; i++) {
        pace.await(i);
        int n = i;
        threads.add(Thread.ofVirtual().start(() -> health[n] = send(client, ask, failed)));
        threads.add(Thread.ofVirtual().start(() -> tasks[n] = send(client, submit, failed)));
      }
      for (Thread each : threads) {
        each.join();
      }
    }
    long ended = channels.stream().filter(SlowClients::isEnded).count();
    System.out.printf(
        "slow=%d ended=%d good=%d failed=%d health p99=%.1f ms, tasks p99=%.1f ms%n",
        slow, ended, health.length * 2, failed.get(), p99(health), p99(tasks));
    System.exit(0);
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static double p99(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length * 99 / 100] / NANOS_PER_MILLI;
  }

  private static long send(HttpClient client, HttpRequest request, AtomicInteger failed) {
    long begin = System.nanoTime();
    try {
      if (client.send(request, BodyHandlers.ofByteArray()).statusCode() != 200) {
        failed.incrementAndGet();
      }
    } catch (IOException e) {
      failed.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return System.nanoTime() - begin;
  }

  private static List<SocketChannel> connect(int port, int slow) throws IOException {
    List<SocketChannel> channels = new ArrayList<>();
    for (int i = 0; i < slow; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      if (i % 3 == 1) {
        channel.write(ByteBuffer.wrap(REQUEST, 0, 40 + i % 60));
      }
      channel.configureBlocking(false);
      channels.add(channel);
    }
    return channels;
  }

  private static void drip(List<SocketChannel> channels) {
    for (int at = 0; at < REQUEST.length; at++) {
      for (int i = 0; i < channels.size(); i += 3) {
        try {
          channels.get(i).write(ByteBuffer.wrap(REQUEST, at, 1));
        } catch (IOException ended) {
          // Which is what is to be seen.
        }
      }
      LockSupport.parkNanos(1_000_000_000L);
    }
  }

  private static boolean isEnded(SocketChannel channel) {
    try {
      ByteBuffer some = ByteBuffer.allocate(4096);
      int read = channel.read(some);
      return read < 0 || (read > 0 && channel.read(some.clear()) < 0);
    } catch (IOException e) {
      return true;
    }
  }
}
