package ai.fullpotential.orchestrator.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what a service answers, by the letter: one final answer to each request, with a status that
 * HTTP has, after as many interim ones (1xx) as the service likes. What comes beyond it belongs to
 * nobody and ends the connection, or it would be taken for the answer to the next request.
 */
final class StrictResponseDecoder extends HttpResponseDecoder {

  /** 101 would be an answer to a request for another protocol, which is never made here. */
  private static final Pattern STATUS = Pattern.compile("(?!101)[1-5][0-9]{2}");

  private final ContentLengthCount lengths = new ContentLengthCount();
  private boolean awaited;

  StrictResponseDecoder(HttpDecoderConfig config) {
    super(config);
  }

  /** A request is being sent, so an answer is due. */
  void await() {
    awaited = true;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (!awaited) {
      dropSurplus(context, buffer);
      return;
    }
    super.decode(context, buffer, out);
    if (!out.isEmpty() && out.getFirst() instanceof HttpResponse head) {
      if (head.decoderResult().isSuccess() && head.status().code() < 200) {
        out.clear();
        return;
      }
      // The library would keep the connection for as long as this says.
      head.headers().remove("Keep-Alive");
    }
    if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
      awaited = false;
      if (buffer.isReadable()) {
        dropSurplus(context, buffer);
      }
    }
  }

  /** From the channel's end, so that the pool hears of it before the answer is told. */
  @SuppressWarnings("FutureReturnValueIgnored") // a close that fails has nobody to tell
  private static void dropSurplus(ChannelHandlerContext context, ByteBuf buffer) {
    buffer.skipBytes(buffer.readableBytes());
    context.channel().close();
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    lengths.reset();
    if (!STATUS.matcher(initialLine[1]).matches()) {
      throw new IllegalArgumentException("no status of HTTP/1.1");
    }
    return super.createMessage(initialLine);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (line[start + length] != ':') {
      throw new IllegalArgumentException("a header's name without its colon");
    }
    AsciiString name = super.splitHeaderName(line, start, length);
    lengths.add(name);
    return name;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }
}
