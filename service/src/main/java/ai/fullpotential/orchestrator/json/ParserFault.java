package ai.fullpotential.orchestrator.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.List;

/**
 * The parser's complaint in words that are fit for whoever sent the text: what is wrong and where,
 * and nothing of what the library says about itself.
 */
final class ParserFault {

  /** Where the library stops to speak of the text and begins to speak of itself. */
  private static final List<String> ASIDES =
      List.of(": enable ", ": maybe a (non-standard) comment", " (for ", " (start marker at", "\n");

  private ParserFault() {}

  static MalformedJson in(JacksonException e, int maxDepth) {
    return new MalformedJson(
        e instanceof StreamConstraintsException
            ? beyondLimit(e.getOriginalMessage(), maxDepth)
            : "is not valid JSON"
                + place(e.getLocation())
                + ": "
                + problem(e.getOriginalMessage()));
  }

  private static String beyondLimit(String complaint, int maxDepth) {
    if (complaint.contains("nesting depth")) {
      return "nests deeper than the allowed " + maxDepth + " levels";
    }
    if (complaint.contains("Number value length")) {
      return "has a number of more than " + StreamReadConstraints.DEFAULT_MAX_NUM_LEN + " digits";
    }
    return "has a name of more than " + StreamReadConstraints.DEFAULT_MAX_NAME_LEN + " characters";
  }

  private static String place(JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static String problem(String complaint) {
    if (complaint.contains("end-of-input")) {
      return "it ends too early";
    }
    if (complaint.startsWith("Trailing token")) {
      return "something follows its end";
    }
    int end = complaint.length();
    for (String aside : ASIDES) {
      int at = complaint.indexOf(aside);
      if (at > 0) {
        end = Math.min(end, at);
      }
    }
    return complaint.substring(0, end).strip();
  }
}
