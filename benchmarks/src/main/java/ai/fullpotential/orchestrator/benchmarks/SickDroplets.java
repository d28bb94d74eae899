package ai.fullpotential.orchestrator.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A droplet that takes every call and answers none, and callers of two droplets at a fixed rate each:
 * every second task is waited for, every second one is asynchronous. Ends with its seconds; the answers
 * to what hangs then are not waited for.
 *
 * <p>Arguments: port of the service, port to hang at, tasks a second for each droplet, seconds, the
 * two droplets.
 */
public final class SickDroplets {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private SickDroplets() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int rate = Integer.parseInt(arguments[2]);
    int seconds = Integer.parseInt(arguments[3]);
    ServerSocket hanging =
        new ServerSocket(Integer.parseInt(arguments[1]), 10_000, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> takeAll(hanging));
    HttpClient client = HttpClient.newHttpClient();
    AtomicLong answered = new AtomicLong();
    Pace pace = new Pace(rate);
    for (int i = 0; i < rate * seconds; i++) {
      pace.await(i);
      for (String droplet : List.of(arguments[4], arguments[5])) {
        send(client, URI.create("http://127.0.0.1:" + arguments[0] + "/tasks"), droplet, i % 2 == 0)
            .thenAccept(_ -> answered.incrementAndGet());
      }
    }
    System.out.println("answered=" + answered);
    System.exit(0);
  }

  private static CompletableFuture<HttpResponse<Void>> send(
      HttpClient client, URI tasks, String droplet, boolean asynchronous) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(tasks)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"droplet_name\":\"" + droplet + "\",\"path\":\"/work\"}"));
    if (asynchronous) {
      request.header("Prefer", "respond-async");
    }
    return client.sendAsync(request.build(), BodyHandlers.discarding());
  }

  private static void takeAll(ServerSocket hanging) {
    ConcurrentLinkedQueue<Socket> taken = new ConcurrentLinkedQueue<>();
    try {
      while (true) {
        taken.add(hanging.accept());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
