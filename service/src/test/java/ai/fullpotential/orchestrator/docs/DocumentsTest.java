package ai.fullpotential.orchestrator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.Application;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the documents to the code, and to each other. */
class DocumentsTest {

  @TempDir Path directory;

  private static final Path ROOT = Markdown.ROOT;
  private static final Pattern CODE_ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (\\d{3}) \\|.*");
  private static final Pattern ROUTE = Pattern.compile("(?:### |`)(GET|POST) (/[a-z/{}_]*)`?");

  @Test
  void theTableOfErrorsIsTheEnum() {
    Set<String> documented =
        Markdown.at(ROOT.resolve("docs/api.md")).lines().stream()
            .map(CODE_ROW::matcher)
            .filter(java.util.regex.Matcher::matches)
            .map(row -> row.group(1) + " " + row.group(2))
            .collect(Collectors.toSet());
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(c -> c.name() + " " + c.httpStatus()).toList());
  }

  @Test
  void everyRouteIsDocumentedAndEveryDocumentedRouteExists() throws Exception {
    List<String> lines = Markdown.at(ROOT.resolve("docs/api.md")).lines();
    List<String> own = lines.subList(0, lines.indexOf("## The embedded Registry"));
    Set<String> documented =
        own.stream()
            .flatMap(line -> ROUTE.matcher(line).results())
            .map(route -> route.group(1) + " " + route.group(2))
            .collect(Collectors.toSet());
    try (Application application = Documented.start(directory)) {
      assertThat(documented).containsExactlyInAnyOrderElementsOf(application.routes());
    }
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
  void everyPageIsReachedFromTheReadme() throws IOException {
    Set<Path> reached = new HashSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
    while (!next.isEmpty()) {
      Path page = next.pop().normalize();
      if (page.toString().endsWith(".md") && Files.exists(page) && reached.add(page)) {
        Markdown.at(page)
            .links()
            .forEach(link -> next.push(page.resolveSibling(link.split("#")[0])));
      }
    }
    assertThat(reached).containsAll(pages());
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/") && !file.toString().contains("/."))
          .map(Path::normalize)
          .toList();
    }
  }
}
