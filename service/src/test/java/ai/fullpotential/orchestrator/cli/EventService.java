package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import ai.fullpotential.orchestrator.net.Turns;
import java.util.concurrent.CountDownLatch;

/** What a service does that tells its events. */
final class EventService {
  private EventService() {}

  /** Plays one turn when events are asked for, and another for everything else. */
  static Turn telling(Turn events, Turn others) {
    return (request, connection) ->
        (request.line().contains("/events") ? events : others).play(request, connection);
  }

  /** The stream with these frames, which then breaks off. */
  static Turn stream(String... frames) {
    return Turns.sendAndClose(head() + frame("c0", "stream.open", "{}") + String.join("", frames));
  }

  /** The stream with these frames once the latch is open, which then stays open. */
  static Turn streamOnce(CountDownLatch latch, String... frames) {
    return (request, connection) -> {
      connection.send(head() + frame("c0", "stream.open", "{}"));
      return Turns.when(latch, Turns.send(String.join("", frames))).play(request, connection)
          && Turns.silence().play(request, connection);
    };
  }

  static String frame(String id, String type, String data) {
    return ": a comment\nid: %s\nevent: %s\ndata: %s\n\n".formatted(id, type, data);
  }

  private static String head() {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  }
}
