package ai.fullpotential.orchestrator.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of sending bytes on a connection of their own.
 *
 * @param text all that came back
 * @param closed whether the other side ended the connection
 */
record Talk(String text, boolean closed) {

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  /** One answer; its head is empty when there is none, as in HTTP/0.9. */
  record Answer(String head, String body) {

    int status() {
      return head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
    }

    boolean ends() {
      return head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
    }
  }

  /** Sends it and reads until the end, or for so long. */
  static Talk with(int port, int patienceMs, byte[]... pieces) {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(patienceMs);
      send(socket, pieces);
      byte[] buffer = new byte[16 * 1024];
      for (int read = socket.getInputStream().read(buffer);
          read >= 0;
          read = socket.getInputStream().read(buffer)) {
        heard.write(buffer, 0, read);
      }
      return new Talk(heard.toString(ISO_8859_1), true);
    } catch (SocketTimeoutException silent) {
      return new Talk(heard.toString(ISO_8859_1), false);
    } catch (IOException reset) {
      return new Talk(heard.toString(ISO_8859_1), true);
    }
  }

  /** Whoever refuses the beginning may close before the rest. */
  private static void send(Socket socket, byte[]... pieces) {
    try {
      for (byte[] piece : pieces) {
        socket.getOutputStream().write(piece);
      }
    } catch (IOException closed) {
      if (socket.isClosed()) {
        throw new UncheckedIOException(closed);
      }
    }
  }

  /** The answers in it, without those that only ask for more. */
  List<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    String left = text;
    while (!left.isEmpty()) {
      int end = left.indexOf("\r\n\r\n");
      if (!left.startsWith("HTTP/1.") || end < 0) {
        answers.add(new Answer("", left));
        return answers;
      }
      String head = left.substring(0, end + 2);
      Matcher length = LENGTH.matcher(head);
      int from = end + 4;
      boolean interim = head.startsWith("HTTP/1.1 1");
      int to =
          interim
              ? from
              : length.find()
                  ? Math.min(left.length(), from + Integer.parseInt(length.group(1)))
                  : left.length();
      if (!interim) {
        answers.add(new Answer(head, left.substring(from, to)));
      }
      left = left.substring(to);
    }
    return answers;
  }
}
