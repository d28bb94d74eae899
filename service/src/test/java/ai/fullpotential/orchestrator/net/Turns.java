package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What a {@link ScriptedDroplet} may do with a request. */
public final class Turns {
  private Turns() {}

  /** An answer in JSON, after which the connection goes on. */
  public static Turn status(int code, String body) {
    return send(answer(code, "application/json", body));
  }

  /** The text of an answer. */
  public static String answer(int code, String contentType, String body) {
    byte[] utf8 = body.getBytes(UTF_8);
    return "HTTP/1.1 "
        + code
        + " Whatever\r\nContent-Type: "
        + contentType
        + "\r\nContent-Length: "
        + utf8.length
        + "\r\n\r\n"
        + new String(utf8, ISO_8859_1);
  }

  /** Sends just these bytes; the connection goes on. */
  public static Turn send(String latin1) {
    return send(latin1.getBytes(ISO_8859_1));
  }

  /** Sends just these bytes; the connection goes on. */
  public static Turn send(byte[] bytes) {
    return (_, connection) -> {
      connection.send(bytes);
      return true;
    };
  }

  /** Sends just these bytes, and closes. */
  public static Turn sendAndClose(String latin1) {
    return (_, connection) -> {
      connection.send(latin1);
      return false;
    };
  }

  /** Sends just these bytes, and resets the connection. */
  public static Turn sendAndReset(String latin1) {
    return (_, connection) -> {
      connection.send(latin1);
      connection.socket.setSoLinger(true, 0);
      return false;
    };
  }

  /** Reads the request, and closes. */
  public static Turn hangUp() {
    return (_, _) -> false;
  }

  /** Reads the request, and resets the connection. */
  public static Turn reset() {
    return sendAndReset("");
  }

  /** Reads the request and never says anything. */
  public static Turn silence() {
    return (_, connection) -> connection.socket.getInputStream().read() >= 0;
  }

  /** Sends one byte after another with a pause after each, and closes. */
  public static Turn drip(String latin1, Duration interval) {
    return (_, connection) -> {
      for (byte b : latin1.getBytes(ISO_8859_1)) {
        connection.send(new byte[] {b});
        if (!connection.pause(interval)) {
          return false;
        }
      }
      return false;
    };
  }

  /** Sends the beginning, and then the same piece again and again while anybody listens. */
  public static Turn endless(String beginning, String piece) {
    return (_, connection) -> {
      connection.send(beginning);
      byte[] bytes = piece.getBytes(ISO_8859_1);
      while (true) {
        connection.send(bytes);
      }
    };
  }

  /** Answers, and closes when no further request comes for so long. */
  public static Turn closeWhenIdle(String answer, Duration idle) {
    return (_, connection) -> {
      connection.send(answer);
      connection.socket.setSoTimeout(Math.toIntExact(idle.toMillis()));
      return true;
    };
  }

  /** Answers after a while. */
  public static Turn after(Duration delay, Turn turn) {
    return (request, connection) -> connection.pause(delay) && turn.play(request, connection);
  }

  /** Answers once the latch is open. */
  public static Turn when(CountDownLatch latch, Turn turn) {
    return (request, connection) -> {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      return turn.play(request, connection);
    };
  }
}
