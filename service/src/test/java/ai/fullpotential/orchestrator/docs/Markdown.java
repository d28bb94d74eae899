package ai.fullpotential.orchestrator.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation. */
record Markdown(List<Line> lines) {

  /** The repository, seen from the module that the tests run in. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final String FENCE = "```";
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.*)");

  /** A line of the page. */
  record Line(int number, String text, boolean fenced) {}

  /** A fenced block: its language, and what is in it. */
  record Block(String language, String text, int line) {}

  /** A heading, and everything up to the next one of any level. */
  record Section(String title, Markdown content) {}

  static Markdown at(String name) {
    return at(ROOT.resolve(name));
  }

  static Markdown at(Path file) {
    List<Line> lines = new ArrayList<>();
    boolean fenced = false;
    try {
      for (String text : Files.readAllLines(file)) {
        boolean fence = text.startsWith(FENCE);
        lines.add(new Line(lines.size() + 1, text, fenced || fence));
        fenced ^= fence;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Markdown(lines);
  }

  /** What can be read as prose, headings and tables. */
  Stream<String> prose() {
    return lines.stream().filter(line -> !line.fenced()).map(Line::text);
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    List<String> inside = new ArrayList<>();
    String language = null;
    for (Line line : lines) {
      if (!line.text().startsWith(FENCE)) {
        inside.add(line.text());
      } else if (language == null) {
        language = line.text().substring(FENCE.length());
        inside.clear();
      } else {
        int first = line.number() - inside.size();
        blocks.add(new Block(language, String.join("\n", inside), first));
        language = null;
      }
    }
    return blocks;
  }

  /** Where its links lead, as they are written. */
  List<String> links() {
    return prose()
        .flatMap(line -> LINK.matcher(line).results())
        .map(link -> link.group(1))
        .toList();
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    for (Line line : lines) {
      Matcher heading = HEADING.matcher(line.text());
      if (!line.fenced() && heading.matches()) {
        sections.add(new Section(heading.group(2), new Markdown(new ArrayList<>())));
      } else if (!sections.isEmpty()) {
        sections.getLast().content().lines().add(line);
      }
    }
    return sections;
  }

  /** The part from this heading on. */
  Markdown from(String heading) {
    return new Markdown(lines.subList(indexOf(heading), lines.size()));
  }

  /** The part before this heading. */
  Markdown before(String heading) {
    return new Markdown(lines.subList(0, indexOf(heading)));
  }

  private int indexOf(String heading) {
    int index = lines.stream().map(Line::text).toList().indexOf(heading);
    if (index < 0) {
      throw new AssertionError("no heading " + heading);
    }
    return index;
  }

  /** The names under which its headings can be linked to, as GitHub makes them. */
  Set<String> anchors() {
    Set<String> anchors = new TreeSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Section section : sections()) {
      String anchor =
          section
              .title()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }
}
