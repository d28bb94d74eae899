package ai.fullpotential.orchestrator.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The library's request decoder, less lenient: it would drop a Content-Length beside
 * Transfer-Encoding, take the first of two in HTTP/1.0, put folded lines together, take any white space
 * for the one between the words of a request line, and find a path in any text. Two programs
 * that disagree on where a request ends, or on what it asks for, let one caller speak in another's
 * name, so what RFC 9112 leaves no room for is refused here.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

  /** Sections 3.2.1, 3.2.2 and 3.2.4; the authority of the second is not looked at. */
  private static final Pattern TARGET =
      Pattern.compile("(?:(?i:https?)://[!-~&&[^/?#]]+)?/[!-~&&[^#]]*");

  private final ContentLengthCount lengths = new ContentLengthCount();
  private boolean midMessage;
  private boolean inHead = true;
  private boolean folded;
  private boolean atLineStart = true;
  private ByteBuf reading = Unpooled.EMPTY_BUFFER;
  private int seenTo;

  StrictRequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /** Whether a part of a request has been read of which more must come. */
  boolean isMidMessage() {
    return midMessage;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    reading = buffer;
    seenTo = buffer.readerIndex();
    super.decode(context, buffer, out);
    boolean ended = !out.isEmpty() && out.getLast() instanceof LastHttpContent;
    if (ended) {
      inHead = true;
      folded = false;
      atLineStart = true;
    } else if (inHead) {
      inHead = out.isEmpty();
      lookForFolds();
    }
    midMessage = !ended || buffer.isReadable();
  }

  /**
   * A line that begins with white space goes on with the line before (RFC 9112, section 5.2, allows to
   * refuse it), unless somebody takes it for a header of its own.
   */
  private void lookForFolds() {
    int end = reading.readerIndex();
    while (seenTo < end && !folded) {
      byte first = reading.getByte(seenTo);
      folded = atLineStart && (first == ' ' || first == '\t');
      int lineFeed = reading.indexOf(seenTo, end, (byte) '\n');
      atLineStart = lineFeed >= 0;
      seenTo = atLineStart ? lineFeed + 1 : end;
    }
  }

  /** Called when the head is whole; what is thrown here makes the request an invalid one. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    lookForFolds();
    if (folded) {
      throw new IllegalArgumentException("a line that begins with white space");
    }
    return super.isContentAlwaysEmpty(message);
  }

  /** Around the target stands one space on each side (section 3). */
  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    int end = start + length;
    boolean exact =
        start > 1
            && end + 1 < line.length
            && line[start - 1] == ' '
            && line[start - 2] > ' '
            && line[end] == ' '
            && line[end + 1] > ' ';
    if (length > 0 && !exact) {
      throw new IllegalArgumentException("not one space between the words of the request line");
    }
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    lengths.reset();
    boolean known = initialLine[2].equals("HTTP/1.1") || initialLine[2].equals("HTTP/1.0");
    boolean wholeServer = initialLine[0].equals("OPTIONS") && initialLine[1].equals("*");
    if (!known || !(wholeServer || TARGET.matcher(initialLine[1]).matches())) {
      throw new IllegalArgumentException("not a request line of HTTP/1.1");
    }
    return super.createMessage(initialLine);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    AsciiString name = super.splitHeaderName(line, start, length);
    lengths.add(name);
    return name;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }

  /** The library would answer by HTTP/1.0. */
  @Override
  protected HttpMessage createInvalidMessage() {
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request", Unpooled.EMPTY_BUFFER);
  }
}
