package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers and checks that several resources share. */
final class Answers {
  private Answers() {}

  /** 400 with every fault. */
  static void invalid(Exchange exchange, List<Fault> faults) {
    String message =
        faults.stream()
            .map(fault -> fault.field() + " " + fault.message())
            .collect(Collectors.joining("; "));
    exchange.fail(ErrorCode.INVALID_REQUEST, message, Map.of("errors", faults));
  }

  /** Whether the body is said to be JSON, or nothing is said; answers 415 when it is not. */
  static boolean takesJson(Exchange exchange) {
    String type =
        exchange
            .header("Content-Type")
            .orElse("application/json")
            .split(";", 2)[0]
            .strip()
            .toLowerCase(Locale.ROOT);
    if (type.isEmpty()
        || type.equals("application/json")
        || (type.endsWith("+json") && type.indexOf('/') > 0)) {
      return true;
    }
    exchange.fail(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type '" + type + "' is not taken here; send application/json.",
        Map.of("content_type", type));
    return false;
  }
}
