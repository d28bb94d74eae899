package ai.fullpotential.orchestrator.config;

import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import io.github.cdimascio.dotenv.internal.DotenvParser;
import io.github.cdimascio.dotenv.internal.DotenvReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code .env} file says: {@code KEY=value} on each line, where a value in quotes may hold a
 * {@code #}, which otherwise begins a comment.
 *
 * @param entries each key with its last value
 * @param faults the lines that say nothing, and a file that cannot be read
 * @param warnings the keys that are set twice
 */
record EnvFile(Map<String, Entry> entries, List<Fault> faults, List<String> warnings) {

  static final String NAME = ".env";

  /** A value and the line it is on, counted from 1. */
  record Entry(String value, int line) {}

  /** Reads the file in this directory; without one there is nothing in it. */
  static EnvFile in(Path directory) {
    Path path = directory.resolve(NAME);
    if (Files.notExists(path)) {
      return new EnvFile(Map.of(), List.of(), List.of());
    }
    try {
      return of(Files.readAllLines(path));
    } catch (IOException e) {
      String why =
          Files.isDirectory(path)
              ? "it is a directory"
              : e instanceof MalformedInputException ? "it is not UTF-8" : "reading it fails";
      return new EnvFile(
          Map.of(), List.of(new Fault(NAME, "", NAME, "cannot be read: " + why)), List.of());
    }
  }

  private static EnvFile of(List<String> lines) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<Fault> faults = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).replace("\uFEFF", "").strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Optional<DotenvEntry> parsed = parse(line);
      if (parsed.isEmpty()) {
        String problem = "is not KEY=value, perhaps in quotes that are closed on the same line";
        faults.add(new Fault(NAME + " line " + number, "", NAME, problem));
        continue;
      }
      String key = parsed.get().getKey();
      Entry before = entries.put(key, new Entry(parsed.get().getValue(), number));
      if (before != null) {
        warnings.add(
            key + " is set twice in .env; line " + number + " counts, not line " + before.line());
      }
    }
    return new EnvFile(entries, faults, warnings);
  }

  /**
   * The library reads whole files, stops at the first bad line and tells no number; and a quote that
   * is left open swallows the rest of the file in silence. So it is given one line at a time.
   */
  private static Optional<DotenvEntry> parse(String line) {
    DotenvReader oneLine =
        new DotenvReader("", NAME) {
          @Override
          public List<String> read() {
            return List.of(line);
          }
        };
    try {
      return new DotenvParser(oneLine, true, true)
          .parse().stream().findFirst().flatMap(EnvFile::withoutSingleQuotes);
    } catch (DotenvException malformed) {
      return Optional.empty();
    }
  }

  /** The library takes only double quotes off. */
  private static Optional<DotenvEntry> withoutSingleQuotes(DotenvEntry entry) {
    String value = entry.getValue();
    if (!value.startsWith("'")) {
      return Optional.of(entry);
    }
    return value.length() > 1 && value.indexOf('\'', 1) == value.length() - 1
        ? Optional.of(new DotenvEntry(entry.getKey(), value.substring(1, value.length() - 1)))
        : Optional.empty();
  }
}
