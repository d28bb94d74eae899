package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How calls use connections, and that each ends in time whatever happens to its connection. */
class OutboundConnectionsTest {

  private static final Duration PLENTY = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(300);

  /** What a call may end later than its deadline on a machine that has other things to do. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final Loops ONE_LOOP = new Loops(1);
  private static final HttpCaller CALLER = new HttpCaller(ONE_LOOP);

  private final SystemTime time = new SystemTime();

  @AfterAll
  static void close() {
    ONE_LOOP.close();
  }

  private static HttpOutcome call(BaseUrl target, Duration timeout) throws Exception {
    return CALLER.call(HttpCall.get(target, "/", timeout, 1000));
  }

  private void assertTimesOut(BaseUrl target) throws Exception {
    long start = time.nanos();
    assertThat(call(target, SHORT)).isInstanceOf(HttpOutcome.TimedOut.class);
    assertThat(time.since(start)).isBetween(SHORT, SHORT.plus(LATE));
  }

  @Test
  void oneConnectionServesManyCallsInTurn() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(call(droplet.url(), PLENTY)).isInstanceOf(HttpOutcome.Answered.class);
      }
      assertThat(droplet.calls()).isEqualTo(20);
      assertThat(droplet.connections()).isEqualTo(1);
    }
  }

  @Test
  void callsAtTheSameTimeNeverWaitForOneAnother() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Turn gated = Turns.when(gate, Turns.status(200, "1"));
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(gated)) {
      List<CompletableFuture<HttpOutcome>> calls =
          IntStream.range(0, 50)
              .mapToObj(
                  _ -> {
                    CompletableFuture<HttpOutcome> outcome = new CompletableFuture<>();
                    Loop loop = ONE_LOOP.next();
                    HttpCall call = HttpCall.get(droplet.url(), "/", PLENTY, 1000);
                    loop.execute(() -> CALLER.call(call, loop, outcome::complete));
                    return outcome;
                  })
              .toList();
      Await.until("all calls are at the droplet", () -> droplet.calls() == 50);
      gate.countDown();
      for (CompletableFuture<HttpOutcome> call : calls) {
        assertThat(call.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpOutcome.Answered.class);
      }
      assertThat(droplet.connections()).isEqualTo(50);
    }
  }

  @Test
  void anIdleConnectionClosesAfterThreeSecondsWhateverTheDropletOffers() throws Exception {
    Turn offersAMinute =
        Turns.send(
            "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=60, max=100\r\nConnection: keep-alive\r\n"
                + "Content-Length: 1\r\n\r\n1");
    try (ScriptedDroplet generous = ScriptedDroplet.playing(offersAMinute);
        ScriptedDroplet plain = ScriptedDroplet.playing(Turns.status(200, "1"))) {
      assertThat(call(generous.url(), PLENTY)).isInstanceOf(HttpOutcome.Answered.class);
      assertThat(call(plain.url(), PLENTY)).isInstanceOf(HttpOutcome.Answered.class);
      long start = time.nanos();
      Await.until("closed", () -> generous.openConnections() + plain.openConnections() == 0);
      assertThat(time.since(start)).isBetween(Duration.ofMillis(2500), Duration.ofMillis(4500));

      assertThat(call(generous.url(), PLENTY)).isInstanceOf(HttpOutcome.Answered.class);
      assertThat(generous.connections()).isEqualTo(2);
      assertThat(generous.calls()).isEqualTo(2);
    }
  }

  /** The race that is left, a close that is on its way, may break a call but never repeats one. */
  @Test
  void aDropletThatClosesAnIdleConnectionIsCalledOnANewOne() throws Exception {
    Turn answer = Turns.closeWhenIdle(Turns.answer(200, "text/plain", "1"), Duration.ofMillis(20));
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(answer)) {
      int answered = 0;
      for (int calls = 1; answered < 5; calls++) {
        assertThat(calls).isLessThan(100);
        if (call(droplet.url(), PLENTY) instanceof HttpOutcome.Answered) {
          answered++;
        }
        assertThat(droplet.calls()).isEqualTo(answered);
        Await.until("the droplet has closed", () -> droplet.openConnections() == 0);
      }
      assertThat(droplet.connections()).isEqualTo(5);
    }
  }

  @Test
  void noCallIsEverRepeatedByItself() throws Exception {
    for (Turn turn : List.of(Turns.hangUp(), Turns.reset(), Turns.sendAndClose("HTTP/1.1 2"))) {
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
        // On a connection that has served before, where other clients try once more by themselves.
        try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"), turn)) {
          assertThat(call(droplet.url(), PLENTY)).isInstanceOf(HttpOutcome.Answered.class);
          HttpCall second = new HttpCall(method, droplet.url(), "/", Map.of(), null, PLENTY, 1000);
          assertThat(CALLER.call(second)).isInstanceOf(HttpOutcome.Broken.class);
          assertThat(droplet.calls()).as(method).isEqualTo(2);
          assertThat(droplet.connections()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aDropletThatClosesWhenAskedToIsNotAskedAgainOnThatConnection() throws Exception {
    Turn asksToClose =
        Turns.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1");
    Turn isOld = Turns.send("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n1");
    for (Turn turn : List.of(asksToClose, isOld)) {
      try (ScriptedDroplet droplet = ScriptedDroplet.playing(turn)) {
        call(droplet.url(), PLENTY);
        call(droplet.url(), PLENTY);
        assertThat(droplet.connections()).isEqualTo(2);
      }
    }
  }

  @Test
  void aBodyThatDripsEndsAtTheDeadline() throws Exception {
    Turn drip =
        Turns.drip(
            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000),
            Duration.ofMillis(5));
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(drip)) {
      assertTimesOut(droplet.url());
      Await.until("the one call is seen", () -> droplet.calls() == 1);
      Await.until("the connection is given up", () -> droplet.openConnections() == 0);
    }
  }

  @Test
  void aHeadThatDripsEndsAtTheDeadline() throws Exception {
    try (ScriptedDroplet droplet =
        ScriptedDroplet.playing(
            Turns.drip("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(500), Duration.ofMillis(5)))) {
      assertTimesOut(droplet.url());
    }
  }

  @Test
  void silenceEndsAtTheDeadline() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.silence())) {
      assertTimesOut(droplet.url());
      Await.until("the connection is given up", () -> droplet.openConnections() == 0);
    }
  }

  @Test
  void aConnectionThatIsNeverMadeEndsAtTheDeadline() throws Exception {
    try (Blackhole blackhole = new Blackhole()) {
      assertTimesOut(blackhole.url());
    }
  }

  @Test
  void aPortWhereNothingListensRefuses() throws Exception {
    try (Socket bound = new Socket()) {
      // Bound and not listening: nobody else can take the port meanwhile.
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(call(new BaseUrl(false, "127.0.0.1", bound.getLocalPort(), ""), PLENTY))
          .isInstanceOf(HttpOutcome.Refused.class);
    }
  }

  @Test
  void aNameThatIsNotKnownIsUnresolved() throws Exception {
    try (FakeDns dns = FakeDns.knowingNoName();
        Loops loops = dns.loops(1)) {
      HttpCaller caller = new HttpCaller(loops);
      for (String host :
          List.of("no-such-host.test", "no_such", "a..b", "x".repeat(64), "300.1.2.3")) {
        BaseUrl target = new BaseUrl(false, host, 80, "");
        assertThat(caller.call(HttpCall.get(target, "/", PLENTY, 10)))
            .as(host)
            .isInstanceOf(HttpOutcome.Unresolved.class);
      }
    }
  }

  @Test
  void aNameServerThatIsSilentEndsAtTheDeadline() throws Exception {
    try (FakeDns dns = FakeDns.silent();
        Loops loops = dns.loops(1)) {
      long start = time.nanos();
      BaseUrl target = new BaseUrl(false, "some-host.test", 80, "");
      assertThat(new HttpCaller(loops).call(HttpCall.get(target, "/", SHORT, 10)))
          .isInstanceOf(HttpOutcome.TimedOut.class);
      assertThat(time.since(start)).isLessThan(SHORT.plus(LATE));
    }
  }

  @Test
  void aPlainServiceAtAnHttpsUrlIsBroken() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = plain.accept()) {
                  socket.getInputStream().read();
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                } catch (IOException closed) {
                  // the test is over
                }
              });
      assertThat(
              call(
                  new BaseUrl(true, "127.0.0.1", plain.getLocalPort(), ""), Duration.ofSeconds(30)))
          .isInstanceOf(HttpOutcome.Broken.class);
    }
  }

  @Test
  void anAddressOfVersionSixStandsInBracketsInHost() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    try (ScriptedDroplet droplet = ScriptedDroplet.at(loopback, Turns.status(200, "1"))) {
      BaseUrl target = new BaseUrl(false, "[::1]", droplet.port(), "");
      assertThat(call(target, PLENTY)).isInstanceOf(HttpOutcome.Answered.class);
      assertThat(droplet.requests().getFirst().header("Host"))
          .containsExactly("[::1]:" + droplet.port());
    }
  }

  @Test
  void theOutcomeIsToldOnTheCallsOwnLoopAlsoWhenTheCallBeganInATimer() throws Exception {
    try (Loops loops = new Loops(3);
        ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"))) {
      HttpCaller caller = new HttpCaller(loops);
      for (int i = 0; i < 12; i++) {
        Loop loop = loops.next();
        CompletableFuture<Thread> told = new CompletableFuture<>();
        CompletableFuture<Thread> own = new CompletableFuture<>();
        HttpCall call = HttpCall.get(droplet.url(), "/", PLENTY, 1000);
        loop.after(
            Duration.ofMillis(1),
            () -> {
              own.complete(Thread.currentThread());
              caller.call(call, loop, _ -> told.complete(Thread.currentThread()));
            });
        assertThat(told.get(10, TimeUnit.SECONDS)).isSameAs(own.get());
      }
    }
  }

  /** A port whose queue of waiting connections is full, so that a further one gets no reply. */
  private static final class Blackhole implements AutoCloseable {

    private static final int TRIES = 20;

    private final ServerSocket listening;
    private final List<Socket> waiting = new ArrayList<>();

    Blackhole() throws IOException {
      listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      for (int i = 0; i < TRIES; i++) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(listening.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException full) {
          return;
        }
      }
      throw new AssertionError("the queue takes more than " + TRIES + " connections");
    }

    BaseUrl url() {
      return new BaseUrl(false, "127.0.0.1", listening.getLocalPort(), "");
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : waiting) {
        socket.close();
      }
      listening.close();
    }
  }
}
