package ai.fullpotential.orchestrator.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.registry.LogWatch;
import ai.fullpotential.orchestrator.time.Await;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What droplets and clients do wrong is no fault of this program, and the library logs none. */
class QuietLibraryTest {

  @Test
  void aDropletThatFailsIsNoErrorInTheLog() throws Exception {
    try (LogWatch http = new LogWatch(HttpClient.class);
        LogWatch net = new LogWatch(ConnectionBase.class);
        Loops loops = new Loops(1)) {
      HttpCaller caller = new HttpCaller(loops);
      for (ScriptedDroplet.Turn turn :
          List.of(
              Turns.hangUp(),
              Turns.reset(),
              Turns.silence(),
              Turns.status(700, ""),
              Turns.send("SSH-2.0-OpenSSH_9.6\r\n"),
              Turns.sendAndReset("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"),
              Turns.status(200, "x".repeat(2000)),
              Turns.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"))) {
        try (ScriptedDroplet droplet = ScriptedDroplet.playing(turn)) {
          HttpCall call = HttpCall.get(droplet.url(), "/", Duration.ofMillis(300), 1000);
          assertThat(caller.call(call)).isNotNull();
        }
      }
      assertThat(http.warnings()).isEmpty();
      assertThat(net.warnings()).isEmpty();
    }
  }

  @Test
  void aClientThatGoesAwayIsNoErrorInTheLog() {
    try (LogWatch http = new LogWatch(HttpClient.class);
        LogWatch net = new LogWatch(ConnectionBase.class);
        TestServer server = new TestServer()) {
      RawClient.connect(server.port()).send("GET /plain HTT").reset();
      // Each has had a part of an answer, so the server has what it sent.
      for (String request :
          List.of(
              "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
              "GET /large HTTP/1.1\r\nHost: x\r\n\r\n")) {
        RawClient client = RawClient.connect(server.port()).send(request);
        assertThat(client.answerToHead().status()).isPositive();
        client.reset();
      }
      Await.until("three exchanges are told", () -> server.answered.size() == 3);
      assertThat(http.warnings()).isEmpty();
      assertThat(net.warnings()).isEmpty();
    }
  }
}
