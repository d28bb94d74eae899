package ai.fullpotential.orchestrator.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import net.logstash.logback.composite.AbstractJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventJsonProviders;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** One JSON object a line: timestamp, level, logger, message, and each key with its value. */
final class JsonLines {
  private JsonLines() {}

  /** Each key with its value: numbers and truth values as such, all else as the text of a text line. */
  private static final class Pairs extends AbstractJsonProvider<ILoggingEvent> {
    @Override
    public void writeTo(JsonGenerator json, ILoggingEvent event) throws IOException {
      @Nullable List<KeyValuePair> pairs = event.getKeyValuePairs();
      if (pairs == null) {
        return;
      }
      for (KeyValuePair pair : pairs) {
        if (pair.value instanceof Number || pair.value instanceof Boolean) {
          json.writeObjectField(pair.key, pair.value);
        } else if (pair.value != null) {
          json.writeStringField(pair.key, Escaping.cut(pair.value.toString()));
        }
      }
    }
  }

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
    providers.addProvider(new Pairs());
    providers.addStackTrace(new StackTraceJsonProvider());
    LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();
    encoder.setProviders(providers);
    encoder.setFindAndRegisterJacksonModules(false);
    encoder.setLineSeparator("UNIX");
    return encoder;
  }
}
