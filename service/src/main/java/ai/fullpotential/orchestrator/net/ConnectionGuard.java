package ai.fullpotential.orchestrator.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one server connection is doing, seen from below the library: since when a request is
 * arriving in pieces, since when nothing happens, since when an answer is not taken. Two watchers in
 * the pipeline note it, one for the bytes and one for whole messages; a sweep reads it. So a fast
 * request costs no timer.
 *
 * <p>Also the connection's end when it must end: after {@link #refuseTheRest} nothing more is read as
 * a request, and the connection closes so that the last answer still arrives.
 */
final class ConnectionGuard {

  /**
   * How long what the client still sends is thrown away after the last answer. A close that leaves
   * bytes unread resets the connection, and the answer is lost with it (RFC 9112, section 9.6).
   */
  private static final int LINGER_SECONDS = 2;

  private final StrictRequestDecoder decoder;
  private final LongSupplier nanos;
  private final Consumer<Exchange> brokenBody;
  private @Nullable Exchange newest;
  private @Nullable ChannelHandlerContext bytesContext;
  private boolean refusing;
  private boolean closing;
  private boolean inputEnded;
  private boolean broken;
  private boolean streaming;
  private boolean pushing;
  private boolean held;
  private boolean arriving;
  private boolean headSeen;
  private boolean endedInThisRead;
  private long arrivingSince;
  private long quietSince;
  private long untaken;
  private long untakenSince;
  private int heads;
  private int begun;
  private int answered;

  /**
   * Guards a connection.
   *
   * @param brokenBody told of an exchange whose body turns out to be invalid while it arrives
   */
  ConnectionGuard(StrictRequestDecoder decoder, LongSupplier nanos, Consumer<Exchange> brokenBody) {
    this.decoder = decoder;
    this.nanos = nanos;
    this.brokenBody = brokenBody;
    this.quietSince = nanos.getAsLong();
  }

  /** An exchange has been made for the next request. */
  void begin(Exchange exchange) {
    begun++;
    newest = exchange;
    if (broken && begun == heads) {
      brokenBody.accept(exchange);
    }
  }

  /** The exchange of the request that is arriving, when its head is whole and its turn has come. */
  Optional<Exchange> arrivingExchange() {
    return headSeen && begun == heads ? Optional.ofNullable(newest) : Optional.empty();
  }

  /** The newest exchange is answered line by line: it may take long, but not from byte to byte. */
  void beginStream() {
    streaming = true;
    arrivingSince = nanos.getAsLong();
  }

  /** The newest exchange is answered piece by piece for as long as its client stays. */
  void beginPush() {
    streaming = true;
    pushing = true;
  }

  /** The client has taken some of what is pushed to it. */
  void taken() {
    untakenSince = nanos.getAsLong();
  }

  /** Ends the connection without waiting for what its client has not taken. */
  @SuppressWarnings("FutureReturnValueIgnored") // a close that fails has nobody to tell
  void drop() {
    if (bytesContext != null) {
      bytesContext.close();
    }
  }

  /** The exchange that is being answered in pieces. */
  Optional<Exchange> stream() {
    return streaming ? Optional.ofNullable(newest) : Optional.empty();
  }

  /** The stream is not read for now, so its sender cannot be slow. */
  void hold() {
    held = true;
  }

  /** The stream is read again. */
  void release() {
    held = false;
    arrivingSince = nanos.getAsLong();
  }

  /** From here on nothing on this connection is a request, whatever it looks like. */
  void refuseTheRest() {
    refusing = true;
  }

  /** Whether what comes on this connection is no request any more. */
  boolean refuses() {
    return refusing;
  }

  /**
   * Whether a request has been arriving for longer than this. One that came behind another waits
   * for that one's answer, which is not its sender's fault.
   */
  boolean isSlow(long now, long limitNanos) {
    return arriving && !refusing && !held && owed() <= 0 && now - arrivingSince > limitNanos;
  }

  /** How many whole requests have no answer yet; less than none when one was answered early. */
  private int owed() {
    return heads - answered - (headSeen ? 1 : 0);
  }

  /** Whether nothing has come and nothing is owed for longer than this. */
  boolean isIdle(long now, long limitNanos) {
    return !arriving && heads == answered && now - quietSince > limitNanos;
  }

  /** Whether every whole request is answered, and every answer on its way. */
  boolean isQuiet(Channel channel) {
    return !streaming && owed() <= 0 && left(channel) == 0;
  }

  private static long left(Channel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
  }

  /** Whether the client has taken nothing of what waits for it for longer than this. */
  boolean isStalled(Channel channel, long now, long limitNanos) {
    long left = left(channel);
    if (left == 0 || (!pushing && left != untaken)) {
      untaken = left;
      untakenSince = now;
    }
    return now - untakenSince > limitNanos;
  }

  /** Goes before the decoder and sees bytes. */
  ChannelHandler bytes() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void handlerAdded(ChannelHandlerContext context) {
        bytesContext = context;
      }

      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        if (refusing) {
          ReferenceCountUtil.release(message);
          return;
        }
        endedInThisRead = false;
        context.fireChannelRead(message);
        boolean midMessage = decoder.isMidMessage();
        if (midMessage && (!arriving || endedInThisRead || streaming)) {
          arrivingSince = nanos.getAsLong();
        }
        arriving = midMessage;
      }
    };
  }

  /** Goes after the codec and sees messages. */
  ChannelHandler messages() {
    return new Messages();
  }

  private final class Messages extends ChannelDuplexHandler {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        heads++;
        headSeen = true;
      } else if (message instanceof HttpContent body && body.decoderResult().isFailure()) {
        // The library would close without a word.
        ReferenceCountUtil.release(message);
        broken = true;
        arrivingExchange().ifPresent(brokenBody);
        return;
      }
      if (message instanceof LastHttpContent) {
        endedInThisRead = true;
        headSeen = false;
      }
      context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the same
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      boolean interim = message instanceof HttpResponse head && head.status().code() < 200;
      if (message instanceof LastHttpContent && !interim) {
        answered++;
        streaming = false;
        pushing = false;
        held = false;
        quietSince = nanos.getAsLong();
        arrivingSince = quietSince;
      }
      if (inputEnded && !streaming && owed() <= 0) {
        context.write(message, promise.unvoid()).addListener(_ -> context.channel().close());
      } else {
        context.write(message, promise);
      }
    }

    /** A client may end its sending and still wait for what it has asked for. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a close that fails has nobody to tell
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        inputEnded = true;
        if (pushing) {
          context.channel().close(); // who only listens, and sends his end, has left
        } else if (streaming) {
          arrivingExchange().filter(_ -> !refusing).ifPresent(brokenBody);
        } else if (closing || owed() <= 0) {
          context.channel().close();
        }
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the same
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
      Channel channel = context.channel();
      if (!refusing || inputEnded || !channel.isActive()) {
        context.close(promise);
        return;
      }
      channel.closeFuture().addListener(_ -> promise.trySuccess());
      if (closing) {
        return;
      }
      closing = true;
      channel.config().setAutoRead(true);
      ((DuplexChannel) channel).shutdownOutput();
      context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }
  }
}
