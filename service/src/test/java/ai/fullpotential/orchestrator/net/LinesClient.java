package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.fullpotential.orchestrator.net.RawClient.Answer;
import java.util.ArrayList;
import java.util.List;

/** Sends lines, and reads answers line by line. */
public final class LinesClient implements AutoCloseable {

  private final String head;
  private final RawClient raw;
  private final StringBuilder unread = new StringBuilder();

  LinesClient(LinesServer server) {
    this(server.port(), "/lines");
  }

  /** Connects to a port of this machine, to post to this path. */
  public LinesClient(int port, String path) {
    raw = RawClient.connect(port);
    head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nX-Request-ID: mine\r\nContent-Type: application/x-ndjson\r\n";
  }

  RawClient raw() {
    return raw;
  }

  /** Sends a request, whole. */
  public LinesClient send(String body) {
    byte[] utf8 = body.getBytes(UTF_8);
    raw.send(head + "Content-Length: " + utf8.length + "\r\n\r\n").send(utf8);
    return this;
  }

  /** Begins a request whose body comes in chunks. */
  public LinesClient begin() {
    return begin("");
  }

  LinesClient begin(String moreHeaders) {
    raw.send(head + moreHeaders + "Transfer-Encoding: chunked\r\n\r\n");
    return this;
  }

  /** Sends the next of them. */
  public LinesClient chunk(String text) {
    return chunk(text.getBytes(UTF_8));
  }

  LinesClient chunk(byte[] bytes) {
    raw.send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n");
    return this;
  }

  /** Ends the body. */
  public LinesClient end() {
    raw.send("0\r\n\r\n");
    return this;
  }

  /** The head of an answer, which is that of a stream. */
  public Answer head() {
    Answer head = raw.answerToHead();
    if (head.status() != 200) {
      throw new AssertionError(head.head());
    }
    return head;
  }

  /** The next line of the answer, or empty at its end. */
  public String line() {
    while (unread.indexOf("\n") < 0) {
      String chunk = raw.chunk();
      if (chunk.isEmpty()) {
        if (!unread.isEmpty()) {
          throw new AssertionError("an answer ends with half a line: " + unread);
        }
        return "";
      }
      unread.append(chunk);
    }
    int end = unread.indexOf("\n");
    String line = unread.substring(0, end);
    unread.delete(0, end + 1);
    return line;
  }

  /** All lines that are still to come. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  @Override
  public void close() {
    raw.close();
  }
}
