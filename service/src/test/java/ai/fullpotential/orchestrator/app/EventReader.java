package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.openapi.Description;
import ai.fullpotential.orchestrator.openapi.Heard;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads /events as a browser does: the head, then one event after another. */
public final class EventReader implements AutoCloseable {

  private static final int PATIENCE_MS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private final String head;
  private final InputStream events;

  /** An event as it came. */
  public record Read(String id, String type, JsonNode data) {

    public String text(String field) {
      return data.path(field).asText();
    }
  }

  private EventReader(int port, String query, String... headers) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    StringBuilder request =
        new StringBuilder("GET /events" + query + " HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    socket
        .getOutputStream()
        .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    in = socket.getInputStream();
    head = readHead();
    InputStream body = new Chunks(in);
    boolean gzip = head.toLowerCase(Locale.ROOT).contains("content-encoding: gzip");
    // Byte by byte: a reader of text asks for more than there is, and GZIPInputStream then waits.
    events = new BufferedInputStream(gzip ? new GZIPInputStream(body) : body);
  }

  public static EventReader open(int port, String query, String... headers) {
    try {
      return new EventReader(port, query, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readHead() throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed after: " + text);
      }
      text.append((char) b);
    }
    return text.toString();
  }

  private @Nullable String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = events.read(); b != '\n'; b = events.read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  public String head() {
    return head;
  }

  private int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    head.lines()
        .skip(1)
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip()));
    return headers;
  }

  /** The next event; a sign of life comes as one without a type. */
  public Read next() {
    String id = "";
    String type = "";
    StringBuilder data = new StringBuilder();
    try {
      String line = readLine();
      for (; line != null && !line.isEmpty(); line = readLine()) {
        int colon = line.indexOf(':');
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon)) {
          case "id" -> id = value;
          case "event" -> type = value;
          case "data" -> data.append(value);
          default -> {}
        }
      }
      if (line == null) {
        throw new IllegalStateException("the stream has ended");
      }
      if (!data.isEmpty()) {
        Description.check(new Heard("GET", "/events", status(), headers(), "data:" + data));
      }
      return new Read(
          id,
          type,
          Json.tree((data.isEmpty() ? "{}" : data.toString()).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedJson e) {
      throw new IllegalStateException(e);
    }
  }

  /** All events up to the first of which this holds. */
  public List<Read> until(Predicate<Read> last) {
    List<Read> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!last.test(all.getLast()));
    return all;
  }

  /** How the stream ends, when it does. */
  public boolean ends() {
    try {
      while (true) {
        if (readLine() == null) {
          return true;
        }
      }
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of a chunked answer, as it comes. */
  private static final class Chunks extends InputStream {

    private final InputStream in;
    private int left;
    private boolean first = true;

    Chunks(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (left == 0 && !begin()) {
        return -1;
      }
      int read = in.read(to, offset, Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    private boolean begin() throws IOException {
      if (!first) {
        line();
      }
      first = false;
      String size = line();
      if (size.isEmpty()) {
        return false;
      }
      left = Integer.parseInt(size, 16);
      return left > 0;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.append((char) b);
      }
      return line.toString().strip();
    }
  }
}
