package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.openapi.Heard;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A connection to a server on which a test sends what bytes it likes. */
public final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MS = 10_000;

  private static final Map<Integer, Consumer<Heard>> LISTENERS = new ConcurrentHashMap<>();

  private final Socket socket;
  private final InputStream in;
  private final Conversation conversation;

  /** An answer of the server. */
  public record Answer(int status, String head, String body) {

    /** The body as JSON. */
    public JsonNode tree() {
      try {
        return Json.tree(body.getBytes(StandardCharsets.UTF_8));
      } catch (MalformedJson e) {
        throw new AssertionError(body, e);
      }
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
      return headers(name).stream().findFirst();
    }

    /** All values of a header. */
    public List<String> headers(String name) {
      return head.lines()
          .skip(1)
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }
  }

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.conversation = new Conversation(LISTENERS.getOrDefault(socket.getPort(), _ -> {}));
  }

  /** From now on every answer that any client has from this port is told, with its request. */
  public static void listen(int port, Consumer<Heard> listener) {
    LISTENERS.put(port, listener);
  }

  /** The end of that. */
  public static void stopListening(int port) {
    LISTENERS.remove(port);
  }

  /** Connects to a port of this machine. */
  public static RawClient connect(int port) {
    try {
      return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one request on a connection of its own and reads its answer. */
  public static Answer ask(int port, String request) {
    try (RawClient client = connect(port)) {
      return client.send(request).answer();
    }
  }

  /** What is sent need not be requests, so that answers belong to none. */
  public RawClient sendingGarbage() {
    conversation.garbage();
    return this;
  }

  /** Sends these characters, each as one byte. */
  public RawClient send(String latin1) {
    return send(latin1.getBytes(ISO_8859_1));
  }

  /** Sends these bytes. */
  public RawClient send(byte[] bytes) {
    conversation.sent(bytes);
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends as much of it as the server lets it; true when that was all. */
  public boolean trySend(byte[] bytes) {
    conversation.sent(bytes);
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** Says that nothing more will be sent. */
  public RawClient finish() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says so unless the server has closed. */
  public void tryFinish() {
    try {
      socket.shutdownOutput();
    } catch (IOException closed) {
      // then it need not be told
    }
  }

  /** All answers until the server closes. */
  public List<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    try {
      while (true) {
        in.mark(1);
        if (in.read() < 0) {
          return answers;
        }
        in.reset();
        answers.add(answer());
      }
    } catch (SocketTimeoutException silent) {
      throw new AssertionError("the server neither answers nor closes", silent);
    } catch (IOException | UncheckedIOException reset) {
      return answers;
    }
  }

  /** The next answer. */
  public Answer answer() {
    return answer(true);
  }

  /** The next answer, which has no body whatever its Content-Length says. */
  public Answer answerToHead() {
    return answer(false);
  }

  private Answer answer(boolean hasBody) {
    Answer answer = read(hasBody);
    conversation.answered(answer);
    return answer;
  }

  private Answer read(boolean hasBody) {
    try {
      String head = head();
      int status = Integer.parseInt(head.substring(9, 12));
      Answer bodiless = new Answer(status, head, "");
      if (!hasBody || status < 200) {
        return bodiless;
      }
      int length = bodiless.header("Content-Length").map(Integer::parseInt).orElse(0);
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new AssertionError(
            "closed after " + body.length + " of " + length + " bytes of body");
      }
      return new Answer(status, head, new String(body, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next chunk of an answer's body; empty when it was the last. */
  public String chunk() {
    try {
      int size = Integer.parseInt(upTo("\r\n").strip(), 16);
      byte[] chunk = in.readNBytes(size);
      if (chunk.length < size || !upTo("\r\n").equals("\r\n")) {
        throw new AssertionError("closed after " + chunk.length + " of " + size + " bytes");
      }
      String text = new String(chunk, UTF_8);
      conversation.chunk(text);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String head() throws IOException {
    return upTo("\r\n\r\n");
  }

  private String upTo(String mark) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(ISO_8859_1).endsWith(mark)) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError(
            "closed after this of a head or chunk: '" + bytes.toString(ISO_8859_1) + "'");
      }
      bytes.write(next);
    }
    return bytes.toString(ISO_8859_1);
  }

  /** Whether something has come that was not read yet. */
  public boolean hasAnswer() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nothing comes for so long, not even the end. */
  public boolean staysSilentFor(Duration duration) {
    try {
      socket.setSoTimeout(Math.toIntExact(duration.toMillis()));
      in.mark(1);
      try {
        in.read();
        in.reset();
        return false;
      } catch (SocketTimeoutException silent) {
        return true;
      } finally {
        socket.setSoTimeout(PATIENCE_MS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an answer's body in many small steps that take so long together; gives its length. */
  public int answerSlowly(Duration duration) {
    try {
      String head = head();
      int length =
          new Answer(0, head, "").header("Content-Length").map(Integer::parseInt).orElseThrow();
      int steps = 100;
      int read = 0;
      while (read < length) {
        LockSupport.parkNanos(duration.toNanos() / steps);
        int piece = in.readNBytes(Math.min(length - read, length / steps + 1)).length;
        if (piece == 0) {
          return read;
        }
        read += piece;
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that still comes until the server closes. */
  public String rest() {
    try {
      return new String(in.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server has closed, gently or not; waits for that. */
  public boolean isClosed() {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Resets the connection. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
}
