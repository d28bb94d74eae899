package ai.fullpotential.orchestrator.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One body of lines on its way in, and their answers on their way out in the order of the lines.
 * Confined to its loop. Reads no further while too many lines have no answer on its way yet, or while
 * the client does not take the answers.
 *
 * <p>The status has left when the first line comes, so what goes wrong later is told by a last line.
 */
final class LineStream implements Streaming {

  /** How many lines may wait for their answers, or for that of a line before them. */
  static final int MAX_OPEN_LINES = 1024;

  /** How many bytes these may have together, short of the last of them. */
  static final int MAX_OPEN_BYTES = 4 * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(LineStream.class);
  private static final int WRITE_BYTES = 64 * 1024;
  private static final byte[] NO_BODY = {};
  private static final Response HEAD = new Response(200, Response.NDJSON, NO_BODY, Map.of());

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Exchange exchange;
  private final ConnectionGuard guard;
  private final LinesHandler handler;
  private final int maxLineBytes;
  private final LineSplitter lines;
  private final Queue<OpenLine> open = new ArrayDeque<>();
  private int openBytes;
  private int number;
  private boolean held;
  private boolean flushDue;
  private boolean bodyEnded;
  private boolean noMoreLines;
  private boolean ended;
  private byte @Nullable [] lastLine;

  LineStream(
      HttpServerRequest request,
      Exchange exchange,
      ConnectionGuard guard,
      LinesHandler handler,
      int maxLineBytes) {
    this.request = request;
    this.response = request.response();
    this.exchange = exchange;
    this.guard = guard;
    this.handler = handler;
    this.maxLineBytes = maxLineBytes;
    this.lines = new LineSplitter(maxLineBytes);
  }

  /** Sends the answer's head and takes lines from now on. */
  void start() {
    exchange.stream(this, HEAD);
    guard.beginStream();
    response.closeHandler(_ -> endAfter(null));
    response.drainHandler(_ -> goOn());
    request.handler(this::take);
    request.endHandler(_ -> takeEnd());
  }

  /** Takes no further line, and ends with this one once those handed over are answered. */
  @Override
  public void endWith(byte[] line) {
    endAfter(line);
  }

  private void endAfter(byte @Nullable [] line) {
    if (noMoreLines) {
      return;
    }
    noMoreLines = true;
    lastLine = line;
    exchange.closeAfterwards();
    goOnReading();
    endIfAnswered();
  }

  private void take(Buffer piece) {
    if (!noMoreLines) {
      lines.add(piece);
      goOn();
    }
  }

  private void takeEnd() {
    bodyEnded = true;
    exchange.received(NO_BODY);
    goOn();
  }

  /** Hands over what has arrived, as far as there is room. */
  private void goOn() {
    while (!noMoreLines) {
      if (!hasRoom()) {
        holdBack();
        return;
      }
      byte[] line = nextLine();
      if (line != null) {
        count(line);
      } else if (lines.isTooLong()) {
        refuseLongLine();
      } else if (bodyEnded) {
        noMoreLines = true;
        endIfAnswered();
      } else {
        goOnReading();
        return;
      }
    }
  }

  private byte @Nullable [] nextLine() {
    byte[] line = lines.next();
    return line == null && bodyEnded && !lines.isTooLong() ? lines.rest() : line;
  }

  private boolean hasRoom() {
    return open.size() < MAX_OPEN_LINES && openBytes < MAX_OPEN_BYTES && !response.writeQueueFull();
  }

  private void holdBack() {
    if (!held) {
      held = true;
      guard.hold();
      request.pause();
    }
  }

  private void goOnReading() {
    if (held) {
      held = false;
      guard.release();
      request.resume();
    }
  }

  private void count(byte[] line) {
    boolean blank = isBlank(line);
    if (number == LinesHandler.MAX_LINES) {
      if (!blank) {
        refuseManyLines();
      }
      return;
    }
    number++;
    if (!blank) {
      handOver(line);
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void handOver(byte[] line) {
    OpenLine next = new OpenLine(line.length);
    open.add(next);
    openBytes += line.length;
    try {
      handler.line(exchange, number, line, next);
    } catch (Exception | Error bug) {
      log.atError()
          .setCause(bug)
          .addKeyValue("request_id", exchange.requestId())
          .addKeyValue("line", number)
          .log("a line of a request failed");
      next.accept(
          exchange.error(
              ErrorCode.INTERNAL_ERROR,
              "Something went wrong here; the log has it under this request id.",
              Map.of("request_id", exchange.requestId(), "line", number)));
    }
  }

  private void refuseLongLine() {
    int line = number + 1;
    exchange.refuse(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "Line " + line + " is longer than " + maxLineBytes + " bytes (MAX_REQUEST_BYTES).",
        Map.of("line", line, "max_bytes", maxLineBytes));
  }

  private void refuseManyLines() {
    exchange.refuse(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "A request has at most " + LinesHandler.MAX_LINES + " lines.",
        Map.of("max_lines", LinesHandler.MAX_LINES));
  }

  /** After what the loop has at hand, so that answers that come together leave together. */
  private void flushSoon() {
    if (!flushDue) {
      flushDue = true;
      exchange.loop().after(Duration.ZERO, () -> exchange.guarded(this::flush));
    }
  }

  private void flush() {
    flushDue = false;
    Buffer ready = Buffer.buffer();
    for (OpenLine next = open.peek(); next != null && next.answer != null; next = open.peek()) {
      open.remove();
      openBytes -= next.length;
      ready.appendBytes(next.answer).appendByte((byte) '\n');
      if (ready.length() >= WRITE_BYTES) {
        write(ready);
        ready = Buffer.buffer();
      }
    }
    if (noMoreLines && open.isEmpty()) {
      end(ready);
    } else {
      write(ready);
      goOn();
    }
  }

  private void write(Buffer ready) {
    if (ready.length() > 0 && !response.closed()) {
      response.write(ready);
    }
  }

  private void endIfAnswered() {
    if (open.isEmpty()) {
      end(Buffer.buffer());
    }
  }

  private void end(Buffer ready) {
    if (!ended) {
      ended = true;
      exchange.endStream(
          lastLine == null ? ready : ready.appendBytes(lastLine).appendByte((byte) '\n'));
      exchange.tell(HEAD.status());
    }
  }

  /** A line that was handed over and whose answer is not on its way. */
  private final class OpenLine implements Consumer<byte[]> {

    private final int length;
    private byte @Nullable [] answer;

    OpenLine(int length) {
      this.length = length;
    }

    @Override
    public void accept(byte[] json) {
      exchange.loop().execute(() -> answered(json));
    }

    private void answered(byte[] json) {
      if (answer == null) {
        answer = json;
        if (this == open.peek()) {
          flushSoon();
        }
      }
    }
  }
}
