package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.time.SystemTime;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WebServerStartTest {

  private final Set<String> threads = new HashSet<>();

  private WebServer server(Loops loops, int port) {
    Route route =
        Route.quick(
            "GET",
            "/thread",
            Access.OPEN,
            exchange -> exchange.respond(Response.ok(Thread.currentThread().getName())));
    return server(loops, port, route);
  }

  private static WebServer server(Loops loops, int port, Route route) {
    return new WebServer(
        loops,
        ServerSettings.at("127.0.0.1", port, 1000),
        new RouteTable("", List.of(route)),
        new SystemTime(),
        (_, _, _, _, _, _, _) -> {});
  }

  @Test
  void aPortInUseIsABindException() throws Exception {
    try (Loops loops = new Loops(2);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        WebServer server = server(loops, taken.getLocalPort())) {
      assertThatThrownBy(server::start).isInstanceOf(BindException.class);
    }
  }

  @Test
  void anAddressThatIsNotOursIsABindException() {
    try (Loops loops = new Loops(1);
        WebServer server =
            new WebServer(
                loops,
                ServerSettings.at("192.0.2.1", 0, 1000),
                new RouteTable("", List.of()),
                new SystemTime(),
                (_, _, _, _, _, _, _) -> {})) {
      assertThatThrownBy(server::start).isInstanceOf(BindException.class);
    }
  }

  @Test
  void untilItHasRoutesItSaysThatItIsStarting() throws Exception {
    try (Loops loops = new Loops(1);
        WebServer server =
            new WebServer(
                loops,
                ServerSettings.at("127.0.0.1", 0, 1000),
                new RouteTable("", List.of()),
                new SystemTime(),
                (_, _, _, _, _, _, _) -> {})) {
      RawClient.Answer early =
          RawClient.ask(server.start(), "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(early.status()).isEqualTo(503);
      assertThat(early.body()).contains("OVERLOADED").contains("starting");
      assertThat(early.header("Retry-After")).contains("1");
    }
  }

  @Test
  void allLoopsShareAFreePortAndTwoServersHaveTwo() throws Exception {
    try (Loops loops = new Loops(3);
        WebServer one = server(loops, 0);
        WebServer two = server(loops, 0)) {
      int port = one.start();
      assertThat(two.start()).isNotEqualTo(port);
      for (int i = 0; i < 9; i++) {
        threads.add(RawClient.ask(port, "GET /thread HTTP/1.1\r\nHost: x\r\n\r\n").body());
      }
      assertThat(threads).hasSize(3);
    }
  }

  @Test
  void aClosedServerTakesNoConnectionAndLeavesItsPort() throws Exception {
    try (Loops loops = new Loops(2)) {
      WebServer server = server(loops, 0);
      int port = server.start();
      try (RawClient open = RawClient.connect(port)) {
        open.send("GET /thread HTTP/1.1\r\nHost: x\r\n\r\n").answer();
        server.close();
        assertThat(open.isClosed()).isTrue();
      }
      try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(again.isBound()).isTrue();
      }
    }
  }

  @Test
  void aServerThatClosesLetsItsLastAnswerLeave() throws Exception {
    byte[] large = new byte[20_000_000];
    CountDownLatch answered = new CountDownLatch(1);
    Route route =
        Route.quick(
            "GET",
            "/large",
            Access.OPEN,
            exchange -> {
              exchange.respond(new Response(200, "application/octet-stream", large, Map.of()));
              answered.countDown();
            });
    try (Loops loops = new Loops(1)) {
      WebServer server = server(loops, 0, route);
      int port = server.start();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.getOutputStream().write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        answered.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        assertThat(client.getInputStream().readAllBytes()).hasSizeGreaterThan(large.length);
        closed.get(10, TimeUnit.SECONDS);
      }
    }
  }
}
