package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.event.Event;
import ai.fullpotential.orchestrator.event.EventLog.Entry;
import ai.fullpotential.orchestrator.event.Position;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events in the form of Server-Sent Events (WHATWG HTML, section 9.2). */
final class EventFrames {

  private static final byte[] NONE = {};

  private EventFrames() {}

  /** What a reader is told first: from where on it reads, and when to come back after a break. */
  static byte[] open(Position position, String node, Instant now) {
    byte[] data =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("type", "stream.open");
              json.writeFieldName("at");
              Json.writeEpoch(json, now);
              json.writeStringField("node", node);
              json.writeEndObject();
            });
    return frame("retry: 1000\nid: " + position + "\nevent: stream.open\ndata: ", data);
  }

  /** An event, as one who has read so far gets it. */
  static byte[] event(Entry entry, Position position) {
    return event(entry.event(), entry.json(), position);
  }

  static byte[] event(Event event, Position position) {
    return event(event, event.json(), position);
  }

  private static byte[] event(Event event, JsonText json, Position position) {
    String head = "id: " + position + "\nevent: " + event.type().wire() + "\ndata: ";
    return frame(head, json.utf8());
  }

  /** A sign of life, and how far the reader is although nothing of it concerned him. */
  static byte[] alive(Position position) {
    return frame(":\nid: " + position, NONE);
  }

  private static byte[] frame(String head, byte[] data) {
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[start.length + data.length + 2];
    System.arraycopy(start, 0, frame, 0, start.length);
    System.arraycopy(data, 0, frame, start.length, data.length);
    frame[frame.length - 2] = '\n';
    frame[frame.length - 1] = '\n';
    return frame;
  }
}
