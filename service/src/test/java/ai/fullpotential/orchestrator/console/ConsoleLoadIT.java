package ai.fullpotential.orchestrator.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand tasks in the list, and thousands of events while somebody looks at it. */
class ConsoleLoadIT extends ConsoleTestBase {

  private static final int MANY = 10_000;
  private static final int ROW_PX = 40;

  /** What a person notices as a hitch; each is counted while the page works. */
  private static final String WATCH =
      """
      () => {
        window.longest = 0;
        let last = performance.now();
        const look = now => {
          window.longest = Math.max(window.longest, now - last);
          last = now;
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }""";

  /** Hands over tasks that wait for an hour, as fast as the service takes them. */
  private static void batch(TestApplication service) throws Exception {
    String lines =
        IntStream.range(0, MANY)
            .mapToObj(
                i ->
                    "{\"droplet_name\":\"registry\",\"path\":\"/row/"
                        + i
                        + "\",\"delay_seconds\":3600}")
            .collect(Collectors.joining("\n"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status =
          client
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + service.port() + "/tasks/batch"))
                      .header("Content-Type", "application/x-ndjson")
                      .POST(BodyPublishers.ofString(lines))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      assertThat(status).isEqualTo(200);
    }
  }

  @Test
  void tenThousandTasksArriveInAnOpenListAndAreScrolledThrough() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console/tasks");
      assertThat(page.getByText("No task yet")).isVisible();
      assertThat(page.locator(".live")).hasText("Live");
      page.evaluate(WATCH);
      batch(service);
      assertThat(page.locator(".page-note")).hasText("10,000 tasks");
      assertThat(page.locator("a.row").first()).containsText("/row/9999");
      page.evaluate("scrollTo(0, document.body.scrollHeight)");
      assertThat(page.locator("a.row").last()).containsText("/row/0");
      assertThat(page.locator("a.row").count()).isLessThan(80);
      assertThat(((Number) page.evaluate("window.longest")).doubleValue())
          .as("the longest that the page stood still, in ms")
          .isLessThan(1000);
    }
  }

  @Test
  void aLongListIsLoadedAsItIsScrolled() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      batch(service);
      Page page = browser.open(service.port(), "/console/tasks");
      assertThat(page.locator(".page-note")).hasText("10,000 tasks");
      page.evaluate(WATCH);
      page.waitForCondition(
          () -> {
            page.evaluate("scrollTo(0, document.body.scrollHeight)");
            return height(page) > MANY * ROW_PX && isAtTheEnd(page);
          });
      assertThat(page.locator("a.row").count()).isLessThan(80);
      assertThat(((Number) page.evaluate("window.longest")).doubleValue()).isLessThan(1000);
      page.locator("a.row").last().click();
      assertThat(page.locator(".story .status")).hasText("Queued");
      page.goBack();
      assertThat(page.locator(".page-note")).hasText("10,000 tasks");
      page.waitForCondition(() -> isAtTheEnd(page));
    }
  }

  private static boolean isAtTheEnd(Page page) {
    return (int) page.evaluate("scrollY") > (MANY - 100) * ROW_PX;
  }

  private static int height(Page page) {
    return (int) page.evaluate("document.body.scrollHeight");
  }
}
