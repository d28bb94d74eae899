package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCall;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.HttpOutcome;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.Map;

/**
 * Speaks to a Registry in whichever of its two dialects it understands (contract A6). Every method
 * blocks, for the timeout at most; for virtual threads. Safe for any thread.
 */
public final class RegistryClient {

  /** A longer list counts as a failure: a Registry gone wrong must not fill the memory. */
  public static final int MAX_LIST_BYTES = 16 * 1024 * 1024;

  private static final int MAX_REPLY_BYTES = 1024 * 1024;
  private static final Map<String, String> HEADERS = Map.of("Accept", "application/json");

  private final HttpCaller http;
  private final BaseUrl registry;
  private final Duration timeout;
  private final TimeSource time;
  private volatile Dialect dialect = Dialect.NEWER;

  /** Where a Registry of each generation has its list. */
  private enum Dialect {
    NEWER("/droplets"),
    OLDER("/registry");

    private final String listPath;

    Dialect(String listPath) {
      this.listPath = listPath;
    }

    Dialect other() {
      return this == NEWER ? OLDER : NEWER;
    }
  }

  /**
   * A client of one Registry.
   *
   * @param timeout for one listing, both dialects tried, and for each other request
   */
  public RegistryClient(HttpCaller http, BaseUrl registry, Duration timeout, TimeSource time) {
    this.http = http;
    this.registry = registry;
    this.timeout = timeout;
    this.time = time;
  }

  /** Asks for the list, first in the dialect that was understood last. */
  ListOutcome list() throws InterruptedException {
    long start = time.nanos();
    Dialect first = dialect;
    HttpOutcome outcome = get(first.listPath, timeout, MAX_LIST_BYTES);
    if (outcome instanceof HttpOutcome.Answered answer && isAbsent(answer.status())) {
      outcome = get(first.other().listPath, timeout.minus(time.since(start)), MAX_LIST_BYTES);
      if (outcome instanceof HttpOutcome.Answered other && other.status() == 200) {
        dialect = first.other();
      }
    }
    if (!(outcome instanceof HttpOutcome.Answered(int status, _, _, byte[] body))
        || status != 200) {
      return new ListOutcome.Failed(reason(outcome));
    }
    try {
      return new ListOutcome.Listed(DropletList.read(body));
    } catch (MalformedJson notAList) {
      return new ListOutcome.Failed("its list " + notAList.getMessage());
    }
  }

  /** Asks for one entry. */
  RegistryReply find(String path) throws InterruptedException {
    return reply(get(path, timeout, MAX_REPLY_BYTES));
  }

  /** Sends one change. */
  RegistryReply send(String method, String path, JsonText body) throws InterruptedException {
    return reply(
        http.call(
            new HttpCall(method, registry, path, HEADERS, body.utf8(), timeout, MAX_REPLY_BYTES)));
  }

  private HttpOutcome get(String path, Duration within, int maxBytes) throws InterruptedException {
    return http.call(new HttpCall("GET", registry, path, HEADERS, null, within, maxBytes));
  }

  private static boolean isAbsent(int status) {
    return status == 404 || status == 405;
  }

  private static RegistryReply reply(HttpOutcome outcome) {
    if (outcome instanceof HttpOutcome.Answered(int status, _, _, byte[] body)) {
      if (status == 200 || status == 201) {
        return new RegistryReply.Done(body);
      }
      if (status == 409) {
        return new RegistryReply.Conflict();
      }
      if (isAbsent(status)) {
        return new RegistryReply.Absent(status);
      }
    }
    return new RegistryReply.Failed(reason(outcome));
  }

  private static String reason(HttpOutcome outcome) {
    return switch (outcome) {
      case HttpOutcome.Answered(int status, _, _, byte[] _) -> "it answered " + status;
      case HttpOutcome.TooLarge(int _, int max) -> "its answer is larger than " + max + " bytes";
      case HttpOutcome.TimedOut(String detail) -> detail;
      case HttpOutcome.Refused(String detail) -> detail;
      case HttpOutcome.Unresolved(String detail) -> detail;
      case HttpOutcome.Broken(String detail) -> detail;
    };
  }
}
