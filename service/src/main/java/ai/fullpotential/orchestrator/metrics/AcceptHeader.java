package ai.fullpotential.orchestrator.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a request ranks media types (RFC 9110, section 12.5.1). Parameters other than {@code q} are
 * passed over: for what is served here they tell versions that differ in nothing we write. A range
 * that makes no sense ranks nothing.
 */
record AcceptHeader(List<Range> ranges) {

  private static final Pattern QUALITY = Pattern.compile("0(\\.\\d*)?|1(\\.0*)?");

  record Range(String type, String subtype, double quality) {

    /** 3 for the very type, 2 for {@code type/*}, 1 for {@code *}{@code /*}, 0 for no match. */
    int closeness(String wantedType, String wantedSubtype) {
      if (type.equals(wantedType)) {
        return subtype.equals(wantedSubtype) ? 3 : subtype.equals("*") ? 2 : 0;
      }
      return type.equals("*") && subtype.equals("*") ? 1 : 0;
    }
  }

  static AcceptHeader parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String element : splitOutsideQuotes(text, ',')) {
      range(element).ifPresent(ranges::add);
    }
    return new AcceptHeader(List.copyOf(ranges));
  }

  /** The rank of a type, 0 (not acceptable) to 1: what the closest range says. */
  double quality(String type, String subtype) {
    int closest = 0;
    double quality = 0;
    for (Range range : ranges) {
      int closeness = range.closeness(type, subtype);
      if (closeness > closest) {
        closest = closeness;
        quality = range.quality();
      } else if (closeness == closest && closeness > 0) {
        quality = Math.max(quality, range.quality());
      }
    }
    return quality;
  }

  private static Optional<Range> range(String element) {
    List<String> parts = splitOutsideQuotes(element.toLowerCase(Locale.ROOT), ';');
    String[] type = parts.getFirst().strip().split("/", -1);
    if (type.length != 2 || type[0].isEmpty() || type[1].isEmpty()) {
      return Optional.empty();
    }
    String quality = "1";
    for (String parameter : parts.subList(1, parts.size())) {
      String[] nameAndValue = parameter.split("=", 2);
      if (nameAndValue[0].strip().equals("q")) {
        quality = nameAndValue.length == 2 ? nameAndValue[1].strip() : "";
      }
    }
    return QUALITY.matcher(quality).matches()
        ? Optional.of(new Range(type[0], type[1], Double.parseDouble(quality)))
        : Optional.empty();
  }

  private static List<String> splitOutsideQuotes(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
