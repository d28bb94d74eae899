package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends the lines of an input batch by batch, and keeps its place after each. One thread runs it;
 * any other may stop it or ask for its place.
 */
final class Load {

  /** Below what a service takes in one request unless it is set up otherwise. */
  private static final int MOST_BYTES = 900 * 1024;

  private final Lines lines;
  private final BatchSender sender;
  private final Rate rate;
  private final int mostLines;
  private final Ledger ledger;
  private volatile Place place;
  private volatile boolean stopping;

  /** Where a load leaves what it has done. */
  interface Ledger {
    /** The answers to a batch; what was refused is among them. Says the size of all refused. */
    long refused(Map<Line, JsonNode> refused) throws IOException;

    /** A batch is done. */
    void reached(Place place) throws IOException;
  }

  /**
   * A load that goes on from a place; the lines before it have been passed over.
   *
   * @param mostLines in one request
   */
  Load(Lines lines, BatchSender sender, Rate rate, int mostLines, Place place, Ledger ledger) {
    this.lines = lines;
    this.sender = sender;
    this.rate = rate;
    this.mostLines = mostLines;
    this.place = place;
    this.ledger = ledger;
  }

  Place place() {
    return place;
  }

  /** Lets no further batch begin. */
  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /**
   * Sends until there is nothing more or it was stopped.
   *
   * @param answers gets each answer, with the number of its line in the file
   */
  void run(Consumer<JsonNode> answers)
      throws IOException, Unreachable, Rejected, InterruptedException {
    Optional<Line> next = lines.next();
    while (next.isPresent() && !stopping) {
      List<Line> batch = new ArrayList<>();
      int bytes = 0;
      long reached = 0;
      String fingerprint = "";
      while (next.isPresent()
          && batch.size() < mostLines
          && (batch.isEmpty() || bytes + next.get().size() < MOST_BYTES)) {
        batch.add(next.get());
        bytes += next.get().size() + 1;
        reached = lines.count();
        fingerprint = lines.fingerprint();
        next = lines.next();
      }
      rate.pass(batch.size());
      note(sender.send(batch), reached, fingerprint, answers);
    }
  }

  private void note(
      Map<Line, JsonNode> answered, long reached, String fingerprint, Consumer<JsonNode> answers)
      throws IOException {
    Map<Line, JsonNode> refused = new LinkedHashMap<>();
    answered.forEach(
        (line, answer) -> {
          if (answer.has("error")) {
            refused.put(line, answer);
          }
          if (answer instanceof ObjectNode object) {
            object.put("line", line.number());
          }
          answers.accept(answer);
        });
    long refusedBytes = ledger.refused(refused);
    place =
        new Place(
            place.salt(),
            place.total(),
            reached,
            fingerprint,
            place.accepted() + answered.size() - refused.size(),
            place.refused() + refused.size(),
            refusedBytes);
    ledger.reached(place);
  }
}
