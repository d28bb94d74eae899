package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.time.Pause;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends lines until each has an answer that stands. The keys of the lines make it harmless to send one
 * again whose answer was lost.
 */
final class BatchSender {

  /** So many failures in a row, with 1, 2, 4, 8 and 16 seconds between them, and it gives up. */
  private static final int PATIENCE = 6;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration FOR_A_BATCH = Duration.ofMinutes(2);

  /** A line that meets one of these is taken later. */
  private static final Set<String> PASSING =
      Set.of("OVERLOADED", "STORE_UNAVAILABLE", "REGISTRY_ERROR", "RATE_LIMITED");

  private final ApiClient api;
  private final Pause pause;
  private final Consumer<String> tell;

  /**
   * A sender.
   *
   * @param tell hears in one line why nothing goes on for a while
   */
  BatchSender(ApiClient api, Pause pause, Consumer<String> tell) {
    this.api = api;
    this.pause = pause;
    this.tell = tell;
  }

  /** The answer to each line, in the order of the lines. */
  Map<Line, JsonNode> send(List<Line> lines) throws Unreachable, Rejected, InterruptedException {
    Map<Line, JsonNode> answers = new HashMap<>();
    List<Line> open = lines;
    int failures = 0;
    while (!open.isEmpty()) {
      Round round = round(open, answers);
      failures = round.open().size() < open.size() ? 0 : failures;
      open = round.open();
      if (!open.isEmpty()) {
        failures++;
        waitAfter(failures, round);
      }
    }
    Map<Line, JsonNode> inOrder = new LinkedHashMap<>();
    lines.forEach(line -> inOrder.put(line, answers.get(line)));
    return inOrder;
  }

  /**
   * What one request left open.
   *
   * @param why what is in the way of the open ones
   */
  private record Round(List<Line> open, String why, Duration atLeast) {}

  private Round round(List<Line> open, Map<Line, JsonNode> answers)
      throws Unreachable, Rejected, InterruptedException {
    Reply reply;
    try {
      reply = api.send(call(open));
    } catch (Unreachable e) {
      return new Round(open, String.valueOf(e.getMessage()), Duration.ZERO);
    }
    Duration atLeast = reply.retryAfter().orElse(Duration.ZERO);
    if (reply.status() == 413) {
      answers.putAll(inHalves(open, reply));
      return new Round(List.of(), "", atLeast);
    }
    if (!reply.isError()) {
      return settle(open, reply, answers);
    }
    boolean isOurs = !reply.code().isEmpty();
    if (isOurs && !mayPass(reply.status())) {
      throw new Rejected(reply.json());
    }
    String why =
        isOurs
            ? new ErrorText(reply.json()).line()
            : String.valueOf(api.stranger(reply).getMessage());
    return new Round(open, why, atLeast);
  }

  private static boolean mayPass(int status) {
    return status >= 500 || status == 429 || status == 408;
  }

  private static Call call(List<Line> lines) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    lines.forEach(line -> line.writeTo(batch));
    return Call.of("POST", Session.TASKS + "/batch")
        .with("Content-Type", "application/x-ndjson")
        .carrying(batch.toByteArray())
        .waiting(FOR_A_BATCH);
  }

  /** Notes each answer that stands. An answer that broke off answers its first lines. */
  private static Round settle(List<Line> open, Reply reply, Map<Line, JsonNode> answers) {
    List<Line> left = new ArrayList<>();
    List<String> texts = reply.body().lines().filter(text -> !text.isBlank()).toList();
    String why = "the answer broke off";
    for (int i = 0; i < open.size(); i++) {
      JsonNode answer = i < texts.size() ? json(texts.get(i)) : MissingNode.getInstance();
      if (answer.isObject() && !PASSING.contains(answer.path("error").path("code").asText())) {
        answers.put(open.get(i), answer);
      } else {
        left.add(open.get(i));
        why = answer.isObject() ? new ErrorText(answer).line() : why;
      }
    }
    return new Round(left, why, reply.retryAfter().orElse(Duration.ZERO));
  }

  private static JsonNode json(String text) {
    try {
      return Json.tree(text.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJson brokenOff) {
      return MissingNode.getInstance();
    }
  }

  private Map<Line, JsonNode> inHalves(List<Line> lines, Reply tooLarge)
      throws Unreachable, Rejected, InterruptedException {
    if (lines.size() == 1) {
      return Map.of(lines.getFirst(), tooLarge.json());
    }
    int half = lines.size() / 2;
    Map<Line, JsonNode> answers = new HashMap<>(send(lines.subList(0, half)));
    answers.putAll(send(lines.subList(half, lines.size())));
    return answers;
  }

  private void waitAfter(int failures, Round round) throws Unreachable, InterruptedException {
    if (failures >= PATIENCE) {
      throw new Unreachable(round.why());
    }
    Duration backoff = Duration.ofSeconds(1L << (failures - 1));
    Duration asked = round.atLeast().compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : round.atLeast();
    Duration longer = asked.compareTo(backoff) > 0 ? asked : backoff;
    tell.accept(round.why() + "; again in " + longer.toSeconds() + " s");
    pause.pause(longer);
  }
}
