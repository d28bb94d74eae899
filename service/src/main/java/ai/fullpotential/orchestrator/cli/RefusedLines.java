package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The lines that the service did not take, each with its reason, in a file of their own. */
final class RefusedLines {

  private final Path path;
  private long size;

  /** Those of an input of this name. */
  RefusedLines(Path input) {
    this.path = input.resolveSibling(input.getFileName() + ".failed");
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Forgets what was written after the place that a load goes on from, or all of an earlier load. */
  void goOnFrom(long bytes) throws IOException {
    size = 0;
    if (bytes == 0) {
      Files.deleteIfExists(path);
    } else if (Files.exists(path)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(bytes);
        size = channel.size();
      }
    }
  }

  /** Adds lines with the answers they got. */
  void add(Map<Line, JsonNode> refused) throws IOException {
    if (refused.isEmpty()) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Map.Entry<Line, JsonNode> each : refused.entrySet()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("line", each.getKey().number());
      entry.put("error", each.getValue().path("error"));
      entry.put("task", each.getKey().json());
      JsonText text = Json.of(entry);
      lines.writeBytes(text.utf8());
      lines.write('\n');
    }
    Files.write(path, lines.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size += lines.size();
  }
}
