package ai.fullpotential.orchestrator.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of the documentation. */
record Markdown(Path file, List<String> lines) {

  /** The repository, seen from the module that the tests run in. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");

  static Markdown at(Path file) {
    try {
      return new Markdown(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fenced block: its language, and what is in it. */
  record Block(String language, String text, int line) {}

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    List<String> inside = new ArrayList<>();
    String language = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith("```")) {
        inside.add(line);
      } else if (language == null) {
        language = line.substring(3);
        inside.clear();
      } else {
        blocks.add(new Block(language, String.join("\n", inside), i + 1));
        language = null;
      }
    }
    return blocks;
  }

  /** Where its links lead, as they are written. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    boolean fenced = false;
    for (String line : lines) {
      fenced ^= line.startsWith("```");
      if (!fenced) {
        LINK.matcher(line).results().forEach(result -> links.add(result.group(1)));
      }
    }
    return links;
  }

  /** The names under which its headings can be linked to. */
  Set<String> anchors() {
    return lines.stream()
        .map(HEADING::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(heading -> anchor(heading.group(1)))
        .collect(Collectors.toSet());
  }

  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
        .replace(' ', '-');
  }
}
