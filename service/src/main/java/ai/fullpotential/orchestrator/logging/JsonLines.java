package ai.fullpotential.orchestrator.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import net.logstash.logback.composite.loggingevent.KeyValuePairsJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventJsonProviders;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;

/** One JSON object a line: timestamp, level, logger, message, and each key with its value. */
final class JsonLines {
  private JsonLines() {}

  static Encoder<ILoggingEvent> encoder() {
    LoggingEventFormattedTimestampJsonProvider timestamp =
        new LoggingEventFormattedTimestampJsonProvider();
    timestamp.setFieldName("timestamp");
    timestamp.setTimeZone("UTC");
    timestamp.setPattern(TextEncoder.TIME_PATTERN);
    LoggerNameJsonProvider logger = new LoggerNameJsonProvider();
    logger.setFieldName("logger");
    LoggingEventJsonProviders providers = new LoggingEventJsonProviders();
    providers.addTimestamp(timestamp);
    providers.addLogLevel(new LogLevelJsonProvider());
    providers.addLoggerName(logger);
    providers.addMessage(new MessageJsonProvider());
    providers.addKeyValuePairs(new KeyValuePairsJsonProvider());
    providers.addStackTrace(new StackTraceJsonProvider());
    LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();
    encoder.setProviders(providers);
    encoder.setFindAndRegisterJacksonModules(false);
    encoder.setLineSeparator("UNIX");
    return encoder;
  }
}
