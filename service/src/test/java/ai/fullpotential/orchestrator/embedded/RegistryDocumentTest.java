package ai.fullpotential.orchestrator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what docs/api.md tells of the embedded Registry to its routes. */
class RegistryDocumentTest {

  private static final Pattern REQUEST = Pattern.compile("`([A-Z]+ /[^`]*)`");

  @TempDir Path directory;

  @Test
  void theTableOfRequestsHasEveryRouteAndNoOther() throws IOException {
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(routes());
  }

  private static List<String> documented() throws IOException {
    String page = Files.readString(Path.of("../docs/api.md"));
    return page.substring(page.indexOf("| request | answer |"))
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .map(row -> row.split("\\|")[1])
        .flatMap(requests -> REQUEST.matcher(requests).results())
        .map((MatchResult request) -> request.group(1))
        .toList();
  }

  private List<String> routes() {
    ManualTime time = new ManualTime();
    EntryBook book = new EntryBook(new BookFile(directory), time, list -> {});
    RequestTally tally = new RequestTally(time, (_, _, _, _, _, _, _) -> {});
    return Stream.of(
            new DropletResource(book).routes(), new UdcResource(book, tally, "1", time).routes())
        .flatMap(List::stream)
        .map(route -> route.method() + " " + route.template())
        .toList();
  }
}
