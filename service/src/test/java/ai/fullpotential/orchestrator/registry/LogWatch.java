package ai.fullpotential.orchestrator.registry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Listens to what a package logs while it is open. */
public final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger logger;
  private final Level before;
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  /** Listens to the package of this class. */
  public LogWatch(Class<?> inPackage) {
    this(inPackage, Level.DEBUG);
  }

  /** Lets the package of this class say nothing. */
  public static LogWatch muting(Class<?> inPackage) {
    return new LogWatch(inPackage, Level.OFF);
  }

  private LogWatch(Class<?> inPackage, Level level) {
    logger = (Logger) LoggerFactory.getLogger(inPackage.getPackageName());
    before = logger.getLevel();
    logger.setLevel(level);
    logger.setAdditive(false);
    logger.addAppender(this);
    start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  /** The warnings and errors so far, each with its values. */
  public List<String> warnings() {
    return events.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(before);
    stop();
  }
}
