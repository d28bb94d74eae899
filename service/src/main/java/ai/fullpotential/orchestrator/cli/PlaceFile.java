package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.registry.DurableFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps the place of a load beside its file, whole whatever happens. */
final class PlaceFile {

  private final DurableFile file;

  PlaceFile(Path input) {
    Path whole = input.toAbsolutePath();
    this.file = new DurableFile(whole.resolveSibling(""), whole.getFileName() + ".progress");
  }

  Path path() {
    return file.path();
  }

  /** The place that an earlier load left, if it was not finished. */
  Optional<Place> read() throws IOException {
    Optional<byte[]> content = file.read();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode json = Json.tree(content.get());
      if (!json.path("lines").isIntegralNumber() || !json.path("fingerprint").isTextual()) {
        throw new MalformedJson("has no lines or no fingerprint");
      }
      return Optional.of(
          new Place(
              json.path("salt").asText(),
              json.path("total").asLong(),
              json.path("lines").asLong(),
              json.path("fingerprint").asText(),
              json.path("accepted").asLong(),
              json.path("refused").asLong(),
              json.path("refused_bytes").asLong()));
    } catch (MalformedJson e) {
      throw new IOException(path() + " " + e.getMessage() + "; delete it to begin anew", e);
    }
  }

  void write(Place place) throws IOException {
    file.write(Json.of(place).utf8());
  }

  void delete() throws IOException {
    Files.deleteIfExists(path());
  }
}
