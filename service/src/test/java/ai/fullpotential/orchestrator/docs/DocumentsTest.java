package ai.fullpotential.orchestrator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.Application;
import ai.fullpotential.orchestrator.docs.Markdown.Section;
import ai.fullpotential.orchestrator.net.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the documents to the code, and to each other. */
class DocumentsTest {

  @TempDir Path directory;

  private static final Path ROOT = Markdown.ROOT;
  private static final Markdown API = Markdown.at("docs/api.md");
  private static final Pattern CODE_ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (\\d{3}) \\|.*");
  private static final Pattern ROUTE = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) /\\S*");
  private static final Pattern FIRST_CELL = Pattern.compile("\\| (.*?) \\| .*");
  private static final Pattern MESSAGE = Pattern.compile("`([^`]* [^`]*)`");

  @Test
  void theTableOfErrorsIsTheEnum() {
    assertThat(
            API.prose()
                .map(CODE_ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values()).map(c -> c.name() + " " + c.httpStatus()).toList());
  }

  @Test
  void everyRouteHasASectionWithACommandAndEverySectionARoute() throws Exception {
    List<Section> sections =
        API.before("## The embedded Registry").sections().stream()
            .filter(section -> ROUTE.matcher(section.title()).matches())
            .toList();
    try (Application application = Documented.start(directory)) {
      assertThat(sections)
          .extracting(Section::title)
          .containsExactlyInAnyOrderElementsOf(application.routes());
    }
    assertThat(sections)
        .allSatisfy(
            section ->
                assertThat(section.content().blocks())
                    .as(section.title())
                    .anyMatch(block -> block.language().equals("sh")));
  }

  @Test
  void everyMessageThatTroubleshootingExplainsIsOneOfOurs() throws IOException {
    String code = MessagesOfTheCode.read();
    List<String> quoted =
        Markdown.at("docs/troubleshooting.md")
            .prose()
            .map(FIRST_CELL::matcher)
            .filter(Matcher::matches)
            .flatMap(row -> MESSAGE.matcher(row.group(1)).results())
            .map(message -> message.group(1))
            .toList();
    assertThat(quoted)
        .hasSizeGreaterThan(50)
        .allSatisfy(
            message ->
                assertThat(message.split("…"))
                    .as(message)
                    .allSatisfy(part -> assertThat(code.contains(part.strip())).as(part).isTrue()));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (String link : Markdown.at(page).links()) {
        if (!link.contains("://") && !exists(page, link)) {
          broken.add(ROOT.relativize(page) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean exists(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    return Files.exists(target)
        && (parts.length == 1 || Markdown.at(target).anchors().contains(parts[1]));
  }

  @Test
  void everyPageAndAllInDocsIsReachedFromTheReadme() throws IOException {
    Set<Path> reached = new HashSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
    while (!next.isEmpty()) {
      Path page = next.pop().normalize();
      if (Files.isRegularFile(page) && reached.add(page) && page.toString().endsWith(".md")) {
        Markdown.at(page)
            .links()
            .forEach(link -> next.push(page.resolveSibling(link.split("#")[0])));
      }
    }
    assertThat(reached).containsAll(pages()).containsAll(files("docs"));
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = files("").stream().filter(file -> file.toString().endsWith(".md")).toList();
    assertThat(pages).contains(ROOT.resolve("README.md"), ROOT.resolve("docs/api.md"));
    return pages;
  }

  /** The files under a directory, but for what a build or a tool puts there. */
  private static List<Path> files(String directory) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                String name = "/" + ROOT.relativize(file);
                return !name.contains("/target/") && !name.contains("/.");
              })
          .toList();
    }
  }
}
