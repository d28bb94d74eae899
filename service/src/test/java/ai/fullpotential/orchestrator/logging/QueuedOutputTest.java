package ai.fullpotential.orchestrator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.Await;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class QueuedOutputTest {

  private final LoggerContext context = LogCapture.context();

  @Test
  void nobodyWaitsForAnOutputThatBlocksAndWhatFindsNoPlaceIsCounted() {
    Blocking out = new Blocking();
    QueuedOutput queued = started(out, 10, Duration.ofSeconds(10));

    queued.doAppend(event("first"));
    Await.until("the writer is in its first write", out::isEntered);
    for (int i = 0; i < 25; i++) {
      queued.doAppend(event("line " + i));
    }

    assertThat(queued.dropped()).isEqualTo(15);
    out.release.countDown();
    queued.stop();
    assertThat(out.written.toString(StandardCharsets.UTF_8).lines()).hasSize(11);
  }

  @Test
  void stoppingDoesNotWaitForEverForAnOutputThatBlocks() {
    Blocking out = new Blocking();
    QueuedOutput queued = started(out, 10, Duration.ofMillis(20));
    queued.doAppend(event("never written"));
    Await.until("the writer is in its first write", out::isEntered);

    queued.stop();

    assertThat(out.written.size()).isZero();
    out.release.countDown();
  }

  @Test
  void aThreadThatIsInterruptedWhileStoppingStaysInterrupted() {
    Blocking out = new Blocking();
    QueuedOutput queued = started(out, 10, Duration.ofSeconds(10));
    queued.doAppend(event("never written"));
    Await.until("the writer is in its first write", out::isEntered);

    Thread.currentThread().interrupt();
    queued.stop();

    assertThat(Thread.interrupted()).isTrue();
    out.release.countDown();
  }

  @Test
  void manyLinesAreWrittenInPieces() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QueuedOutput queued = started(out, 100, Duration.ofSeconds(10));

    for (int i = 0; i < 20; i++) {
      queued.doAppend(event("x".repeat(10_000)));
    }
    queued.stop();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(20)
        .allMatch(l -> l.length() > 10_000);
  }

  @Test
  void whatIsLoggedAfterTheEndGoesNowhere() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QueuedOutput queued = started(out, 10, Duration.ofSeconds(10));
    queued.stop();
    queued.stop();

    queued.doAppend(event("late"));

    assertThat(out.size()).isZero();
  }

  @Test
  void aValueThatCannotBeTurnedIntoTextCostsItsOwnLineOnly() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QueuedOutput queued = started(out, 10, Duration.ofSeconds(10));
    LoggingEvent broken = (LoggingEvent) event("broken");
    broken.addKeyValuePair(
        new KeyValuePair(
            "value",
            new Object() {
              @Override
              public String toString() {
                throw new IllegalStateException("no text");
              }
            }));

    queued.doAppend(broken);
    queued.doAppend(event("whole"));
    queued.stop();

    assertThat(queued.dropped()).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .endsWith("INFO  x whole");
  }

  private QueuedOutput started(OutputStream out, int capacity, Duration flushTime) {
    TextEncoder encoder = new TextEncoder();
    encoder.start();
    QueuedOutput queued = new QueuedOutput(encoder, out, capacity, flushTime);
    queued.setContext(context);
    queued.start();
    return queued;
  }

  private ILoggingEvent event(String message) {
    return new LoggingEvent("test", context.getLogger("x"), Level.INFO, message, null, null);
  }

  private static final class Blocking extends OutputStream {

    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch entered = new CountDownLatch(1);
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    boolean isEntered() {
      return entered.getCount() == 0;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    /** Like a pipe that nobody reads: an interrupt does not end the write. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
      entered.countDown();
      boolean interrupted = false;
      while (true) {
        try {
          release.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      written.write(bytes, offset, length);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
