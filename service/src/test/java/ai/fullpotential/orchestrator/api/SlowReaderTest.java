package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.EventReader;
import ai.fullpotential.orchestrator.event.Event;
import ai.fullpotential.orchestrator.event.EventLog;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.RouteTable;
import ai.fullpotential.orchestrator.net.ServerSettings;
import ai.fullpotential.orchestrator.net.WebServer;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a reader of events that does not read. */
@Timeout(60)
class SlowReaderTest {

  private static final int KEPT = 2000;
  private static final int AT_ONCE = 500;
  private static final int MOST = 50_000;

  private final SystemTime time = new SystemTime();
  private final EventLog log = new EventLog("here", KEPT, time);
  private final AtomicInteger readers = new AtomicInteger();

  @Test
  void oneIsDroppedWhileOthersReadOn() throws Exception {
    dropped(1);
  }

  /** Each wants something else, so that they share no bytes. */
  @Test
  void manyThatWantDifferentThingsAreDropped() throws Exception {
    dropped(200);
  }

  private void dropped(int sleepers) throws Exception {
    List<Socket> asleep = new ArrayList<>();
    try (Loops loops = new Loops(2);
        WebServer server = server(loops)) {
      int port = server.start();
      try (EventReader awake = EventReader.open(port, "")) {
        for (int i = 0; i < sleepers; i++) {
          asleep.add(asleep(port, i));
        }
        Await.until("all read", () -> readers.get() == sleepers + 1);
        int read = 0;
        while (readers.get() > 1) {
          assertThat(read).as("more than any buffer holds").isLessThan(MOST);
          for (int i = 0; i < AT_ONCE; i++) {
            log.add(new Event.Reset(Instant.EPOCH, "x".repeat(1000)));
          }
          for (int i = 0; i < AT_ONCE; i++) {
            awake.next();
            read++;
          }
        }
        log.add(new Event.Reset(Instant.EPOCH, "last"));
        awake.until(event -> event.text("reason").equals("last"));
      }
    } finally {
      for (Socket socket : asleep) {
        socket.close();
      }
    }
  }

  @Test
  void manyThatComeBackAtOnceGetWhatTheyMissedOnceEach() throws Exception {
    try (Loops loops = new Loops(2);
        WebServer server = server(loops)) {
      int port = server.start();
      for (int i = 0; i < KEPT; i++) {
        log.add(new Event.Reset(Instant.EPOCH, "event " + i));
      }
      List<EventReader> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(EventReader.open(port, "", "Last-Event-ID", "here." + (KEPT / 2 + i)));
      }
      for (int i = 0; i < all.size(); i++) {
        try (EventReader reader = all.get(i)) {
          List<EventReader.Read> read =
              reader.until(event -> event.text("reason").equals("event " + (KEPT - 1)));
          assertThat(read).hasSize(1 + KEPT / 2 - i);
        }
      }
    }
  }

  private WebServer server(Loops loops) {
    return new WebServer(
        loops,
        ServerSettings.at("127.0.0.1", 0, 1000),
        new RouteTable("/orchestrator", new EventResource(log, time, readers, () -> {}).routes()),
        time,
        (method, path, template, status, requestId, traceId, took) -> {});
  }

  private static Socket asleep(int port, int number) throws Exception {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(
            ("GET /events?droplet=d" + number + " HTTP/1.1\r\nHost: here\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
