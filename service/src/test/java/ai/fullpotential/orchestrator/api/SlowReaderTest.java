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
  void itIsDroppedWhileOthersReadOn() throws Exception {
    try (Loops loops = new Loops(2);
        WebServer server = server(loops)) {
      int port = server.start();
      try (Socket asleep = asleep(port);
          EventReader awake = EventReader.open(port, "")) {
        Await.until("both read", () -> readers.get() == 2);
        int read = 0;
        while (readers.get() == 2) {
          assertThat(read).as("more than any buffer holds").isLessThan(MOST);
          for (int i = 0; i < AT_ONCE; i++) {
            log.add(new Event.Reset(Instant.EPOCH, "x".repeat(1000)));
          }
          for (int i = 0; i < AT_ONCE; i++) {
            awake.next();
            read++;
          }
        }
        assertThat(asleep.isConnected()).isTrue();
        log.add(new Event.Reset(Instant.EPOCH, "last"));
        awake.until(event -> event.text("reason").equals("last"));
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

  private static Socket asleep(int port) throws Exception {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write("GET /events HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
