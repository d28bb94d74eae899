package ai.fullpotential.orchestrator.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.util.CachingDateFormatter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Text for people: {@code time LEVEL logger message key=value key="a value with blanks"}. Whatever is
 * logged stays on its line: what would break it, or steer a terminal, is escaped. Only a stack trace
 * takes more lines, and each of those begins with a tab.
 */
final class TextEncoder extends EncoderBase<ILoggingEvent> {

  static final String TIME_PATTERN = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

  private static final byte[] NOTHING = {};

  private final CachingDateFormatter times =
      new CachingDateFormatter(TIME_PATTERN, ZoneOffset.UTC, Locale.ROOT);

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    String level = event.getLevel().toString();
    line.append(times.format(event.getTimeStamp())).append(' ').append(level);
    line.repeat(' ', 6 - level.length());
    line.append(shortName(event.getLoggerName())).append(' ');
    Escaping.plain(line, String.valueOf(event.getFormattedMessage()));
    appendPairs(line, event.getKeyValuePairs());
    line.append('\n');
    appendThrowable(line, "", event.getThrowableProxy());
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static void appendPairs(StringBuilder line, @Nullable List<KeyValuePair> pairs) {
    if (pairs == null) {
      return;
    }
    for (KeyValuePair pair : pairs) {
      if (pair.value != null) {
        line.append(' ').append(pair.key).append('=');
        Escaping.value(line, Escaping.cut(pair.value.toString()));
      }
    }
  }

  private static void appendThrowable(
      StringBuilder out, String before, @Nullable IThrowableProxy thrown) {
    if (thrown == null) {
      return;
    }
    out.append('\t').append(before).append(thrown.getClassName());
    if (thrown.getMessage() != null) {
      Escaping.plain(out.append(": "), thrown.getMessage());
    }
    out.append('\n');
    StackTraceElementProxy[] steps = thrown.getStackTraceElementProxyArray();
    int own = steps.length - thrown.getCommonFrames();
    for (int i = 0; i < own; i++) {
      out.append("\t  ").append(steps[i].getSTEAsString()).append('\n');
    }
    for (IThrowableProxy suppressed : thrown.getSuppressed()) {
      appendThrowable(out, "suppressed: ", suppressed);
    }
    appendThrowable(out, "caused by: ", thrown.getCause());
  }
}
