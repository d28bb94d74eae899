package ai.fullpotential.orchestrator.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The service's events over one connection. For one thread, but for {@link #close}. */
final class EventStream implements AutoCloseable {

  /** Three times what the service lets pass without a sign of life. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private static final int MOST_WAITING = 10_000;
  private static final int LONGEST_LINE = 1024 * 1024;

  private final InputStream in;
  private final EventFrames frames = new EventFrames();

  /** What has been read; nothing is the end. */
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>(MOST_WAITING);

  /** The stream of an answer's body. */
  EventStream(InputStream in) {
    this.in = in;
    Thread.ofVirtual().name("events").start(this::read);
  }

  /** The next event. Ends when the stream does, or when it is silent for too long. */
  Optional<Event> next() throws InterruptedException {
    while (true) {
      Optional<String> line = lines.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null || line.isEmpty()) {
        return Optional.empty();
      }
      Optional<Event> event = frames.line(line.get());
      if (event.isPresent()) {
        return event;
      }
    }
  }

  private void read() {
    try {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        Optional<String> line = line(reader);
        while (line.isPresent()) {
          lines.put(line);
          line = line(reader);
        }
      } catch (IOException brokenOff) {
        // an end like another
      }
      lines.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> line(BufferedReader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = reader.read();
    while (next >= 0 && next != '\n') {
      if (next != '\r') {
        line.append((char) next);
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a line without end");
      }
      next = reader.read();
    }
    return next < 0 ? Optional.empty() : Optional.of(line.toString());
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException closedAlready) {
      // which is what was wanted
    }
    lines.clear();
  }
}
