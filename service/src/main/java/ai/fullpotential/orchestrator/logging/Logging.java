package ai.fullpotential.orchestrator.logging;

import ai.fullpotential.orchestrator.config.Settings.LogFormat;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * The log while the service runs. Whoever logs hands the line to a bounded queue and goes on; a line
 * that finds the queue full, because the output does not keep up, is dropped and counted.
 */
public final class Logging implements AutoCloseable {

  private static final int QUEUE_LINES = 8192;
  private static final Duration FLUSH_TIME = Duration.ofSeconds(2);

  private final LoggerContext context;
  private final QueuedOutput output;

  private Logging(LoggerContext context, QueuedOutput output) {
    this.context = context;
    this.output = output;
  }

  /** Logs to standard output from now on. */
  public static Logging start(LogLevel level, LogFormat format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    return start(context, level, format, new FileOutputStream(FileDescriptor.out));
  }

  static Logging start(LoggerContext context, LogLevel level, LogFormat format, OutputStream out) {
    context.reset();
    setLevels(context, level);
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> new TextEncoder();
          case JSON -> JsonLines.encoder();
        };
    encoder.setContext(context);
    encoder.start();
    QueuedOutput output = new QueuedOutput(encoder, out, QUEUE_LINES, FLUSH_TIME);
    output.setContext(context);
    output.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(output);
    return new Logging(context, output);
  }

  /** DEBUG is for this program; its libraries say at most INFO, and the chatty ones WARN. */
  private static void setLevels(LoggerContext context, LogLevel level) {
    Level own =
        switch (level) {
          case DEBUG -> Level.DEBUG;
          case INFO -> Level.INFO;
          case WARNING -> Level.WARN;
          case ERROR -> Level.ERROR;
        };
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(higher(own, Level.INFO));
    context.getLogger("ai.fullpotential").setLevel(own);
    context.getLogger("io.vertx").setLevel(higher(own, Level.WARN));
    context.getLogger("io.netty").setLevel(higher(own, Level.WARN));
    context.getLogger("org.flywaydb").setLevel(higher(own, Level.WARN));
  }

  private static Level higher(Level one, Level other) {
    return one.isGreaterOrEqual(other) ? one : other;
  }

  /** How many lines were lost so far because the output did not keep up or failed. */
  public long dropped() {
    return output.dropped();
  }

  /** Writes what is waiting, for a moment at most, and logs nothing more. */
  @Override
  public void close() {
    if (dropped() > 0) {
      context
          .getLogger(Logging.class)
          .warn("{} log lines were lost: the output did not keep up", dropped());
    }
    output.stop();
  }
}
