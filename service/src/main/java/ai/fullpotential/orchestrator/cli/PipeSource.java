package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Tasks that are piped in: no place can be kept, and refused lines are told at once. */
final class PipeSource implements LoadSource {

  private final Lines lines;
  private final Place begin;

  PipeSource(InputStream in, boolean again) {
    String salt = again ? UUID.randomUUID().toString() : "";
    this.lines = new Lines(in, salt);
    this.begin = Place.start(salt, 0);
  }

  @Override
  public Lines lines() {
    return lines;
  }

  @Override
  public Place begin() {
    return begin;
  }

  @Override
  public long refused(Map<Line, JsonNode> answers, Consumer<String> tell) {
    answers.forEach(
        (line, answer) ->
            tell.accept("line " + line.number() + ": " + new ErrorText(answer).line()));
    return 0;
  }

  @Override
  public void reached(Place place) {
    // nothing to keep it in
  }

  @Override
  public void finished() {
    // nothing is kept
  }

  @Override
  public String toGoOn() {
    return begin.salt().isEmpty()
        ? "the same input again makes no task twice"
        : "leave these lines out to go on";
  }

  @Override
  public String refusedAt() {
    return "told above";
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
