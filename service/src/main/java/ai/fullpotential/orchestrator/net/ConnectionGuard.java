package ai.fullpotential.orchestrator.net;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.LongSupplier;

/**
 * What one server connection is doing, seen from below the library: since when a request is
 * arriving in pieces, since when nothing happens. Two watchers in the pipeline note it, one for the
 * bytes and one for whole messages; a sweep reads it. So a fast request costs no timer.
 */
final class ConnectionGuard {

  private final LongSupplier nanos;
  private boolean arriving;
  private boolean headSeen;
  private boolean wholeSinceRead;
  private long arrivingSince;
  private long quietSince;
  private int unanswered;

  ConnectionGuard(LongSupplier nanos) {
    this.nanos = nanos;
    this.quietSince = nanos.getAsLong();
  }

  /**
   * Whether a request has been arriving for longer than this. One that came behind another waits
   * for that one's answer, which is not its sender's fault.
   */
  boolean isSlow(long now, long limitNanos) {
    int before = headSeen ? unanswered - 1 : unanswered;
    return arriving && before == 0 && now - arrivingSince > limitNanos;
  }

  /** Whether the head of the arriving request was whole, so that an exchange exists for it. */
  boolean headSeen() {
    return headSeen;
  }

  /** Whether nothing has come and nothing is owed for longer than this. */
  boolean isIdle(long now, long limitNanos) {
    return !arriving && unanswered == 0 && now - quietSince > limitNanos;
  }

  /** Goes before the decoder and sees bytes. */
  ChannelHandler bytes() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        wholeSinceRead = false;
        context.fireChannelRead(message);
        if (!wholeSinceRead && !arriving) {
          arriving = true;
          arrivingSince = nanos.getAsLong();
        }
      }
    };
  }

  /** Goes after the codec and sees messages. */
  ChannelHandler messages() {
    return new ChannelDuplexHandler() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
          unanswered++;
          headSeen = true;
        }
        if (message instanceof LastHttpContent) {
          wholeSinceRead = true;
          headSeen = false;
          arriving = false;
        }
        context.fireChannelRead(message);
      }

      @Override
      @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the same
      public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean interim = message instanceof HttpResponse head && head.status().code() < 200;
        if (message instanceof LastHttpContent && !interim) {
          unanswered--;
          quietSince = nanos.getAsLong();
        }
        context.write(message, promise);
      }
    };
  }
}
