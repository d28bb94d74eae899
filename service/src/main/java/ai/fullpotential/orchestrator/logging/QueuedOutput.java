package ai.fullpotential.orchestrator.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes lines on a thread of its own, as many at a time as are waiting. Whoever logs never waits: a
 * line that finds the queue full is dropped. A failed write loses its lines and no others, so that a
 * disk that was full for a minute does not silence the service until its next start.
 *
 * <p>Logback's own asynchronous appender does not count what it drops; the one of the JSON encoder's
 * library needs parts of the JDK that are about to go.
 */
final class QueuedOutput extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private static final int WRITE_BYTES = 64 * 1024;

  private final Encoder<ILoggingEvent> encoder;
  private final OutputStream out;
  private final Duration flushTime;
  private final BlockingQueue<ILoggingEvent> queue;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(WRITE_BYTES);
  private final LongAdder dropped = new LongAdder();
  private final Thread writer = Thread.ofPlatform().daemon().name("log").unstarted(this::write);

  /**
   * An output that is not started yet.
   *
   * @param capacity how many lines may wait
   * @param flushTime how long stopping waits for the last lines to be written
   */
  QueuedOutput(Encoder<ILoggingEvent> encoder, OutputStream out, int capacity, Duration flushTime) {
    this.encoder = encoder;
    this.out = out;
    this.flushTime = flushTime;
    this.queue = new ArrayBlockingQueue<>(capacity);
  }

  /** How many lines were not written, because too many were waiting or the write failed. */
  long dropped() {
    return dropped.sum();
  }

  @Override
  public void start() {
    super.start();
    writer.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    if (!queue.offer(event)) {
      dropped.increment();
    }
  }

  /** Takes no further lines, and waits for the last ones; not for ever, as the output may block. */
  @Override
  public void stop() {
    if (!isStarted()) {
      return;
    }
    super.stop();
    writer.interrupt();
    try {
      writer.join(flushTime);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<ILoggingEvent> batch = new ArrayList<>();
    try {
      while (isStarted()) {
        batch.add(queue.take());
        queue.drainTo(batch);
        write(batch);
      }
    } catch (InterruptedException stopped) {
      // the rest follows
    }
    queue.drainTo(batch);
    write(batch);
  }

  private void write(List<ILoggingEvent> batch) {
    int unwritten = 0;
    for (ILoggingEvent event : batch) {
      encode(event);
      unwritten++;
      if (lines.size() >= WRITE_BYTES) {
        flush(unwritten);
        unwritten = 0;
      }
    }
    flush(unwritten);
    batch.clear();
  }

  /** A value that cannot be turned into text costs its own line, not the log. */
  private void encode(ILoggingEvent event) {
    try {
      lines.writeBytes(encoder.encode(event));
    } catch (RuntimeException notText) {
      dropped.increment();
    }
  }

  private void flush(int count) {
    if (lines.size() == 0) {
      return;
    }
    try {
      lines.writeTo(out);
      out.flush();
    } catch (IOException failed) {
      dropped.add(count);
    }
    lines.reset();
  }
}
