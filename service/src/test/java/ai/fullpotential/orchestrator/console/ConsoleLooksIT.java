package ai.fullpotential.orchestrator.console;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.console.Browser.Screen;
import ai.fullpotential.orchestrator.net.Asset;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the pages look, to eyes and to screen readers; the pictures of the documents are made here. */
class ConsoleLooksIT extends ConsoleTestBase {

  private static final boolean PICTURED = System.getProperty("screenshots") != null;
  private static final Set<String> SHOWN = Set.of("overview", "tasks", "task");
  private static final Path PICTURES = Path.of("../docs/images");
  private static final String AXE =
      new String(Asset.resource("axe.min.js"), StandardCharsets.UTF_8);
  private static final String SERIOUS =
      """
      async () => (await axe.run(document, {resultTypes: ['violations']})).violations
        .filter(one => ['serious', 'critical'].includes(one.impact))
        .map(one => one.id + ': ' + one.nodes.map(node => node.html).slice(0, 3).join(' | '))
      """;

  @Test
  void everyPageReadsWellInBothThemesAndAtBothWidths() throws Exception {
    try (ScriptedDroplet shop = ScriptedDroplet.playing(status(200, "{\"ordered\":true}"));
        ScriptedDroplet moody =
            ScriptedDroplet.playing(toTasks(status(503, "{\"error\":\"busy\",\"queue\":128}")));
        TestApplication service = TestApplication.start(directory, "TASK_BACKOFF_BASE", "0.4")) {
      Map<String, String> pages = mesh(service, shop, moody);
      for (Map.Entry<String, String> one : pages.entrySet()) {
        Page page = browser.open(service.port(), one.getValue());
        page.evaluate(AXE);
        for (Screen screen : Screen.values()) {
          page.setViewportSize(screen.width, screen.height);
          for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.waitForCondition(() -> page.locator(".skeleton").count() == 0);
            isReadable(page, one.getKey() + " " + screen + " " + scheme);
            picture(page, one.getKey(), screen, scheme);
          }
        }
      }
    }
  }

  private static void isReadable(Page page, String what) {
    assertThat((List<?>) page.evaluate(SERIOUS)).as(what).isEmpty();
    assertThat((int) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as(what + " is wider than the screen by")
        .isLessThanOrEqualTo(0);
  }

  private static void picture(Page page, String name, Screen screen, ColorScheme scheme) {
    if (PICTURED && SHOWN.contains(name)) {
      String file = "console-%s-%s-%s.png".formatted(name, screen, scheme).toLowerCase(Locale.ROOT);
      page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(file)));
    }
  }

  /** A mesh with a little of everything; gives the pages that show it. */
  private static Map<String, String> mesh(
      TestApplication service, ScriptedDroplet shop, ScriptedDroplet moody) throws Exception {
    service.register("shop", shop.url());
    service.register("mailer", shop.url("/mail"));
    service.register("moody", moody.url());
    service.register("billing", new BaseUrl(false, "127.0.0.1", 1, ""));
    for (int i = 0; i < (PICTURED ? 260 : 60); i++) {
      submit(
          service,
          "{\"droplet_name\":\"%s\",\"path\":\"/orders/%d\",\"method\":\"POST\"}"
              .formatted(i % 3 == 0 ? "mailer" : "shop", 1000 + i));
      if (PICTURED) {
        Thread.sleep(Duration.ofMillis(100 + i % 7 * 50));
      }
    }
    String failed =
        submit(
            service,
            """
            {"droplet_name":"moody","path":"/reports/weekly","method":"POST","tags":["reports"],
             "payload":{"week":48,"limit":12.50,"to":["ops@mesh.example"]},"meta":{"ticket":42}}""");
    submit(service, "{\"droplet_name\":\"billing\",\"path\":\"/charge\",\"max_retries\":1}");
    awaitEnd(service, failed);
    submitForLater(service, "mailer");
    service.post(
        "/schedules",
        """
        {"name":"weekly report","cron":"0 6 * * 1","time_zone":"Europe/Berlin",
         "task":{"droplet_name":"mailer","path":"/reports/weekly","method":"POST"}}""");
    service.post(
        "/schedules",
        """
        {"name":"tidy up","cron":"*/15 * * * *","paused":true,
         "task":{"droplet_name":"shop","path":"/carts/stale","method":"DELETE"}}""");
    service.send(
        "PUT",
        "/policies/shop",
        "{\"rate_per_second\":100,\"max_concurrency\":20,\"retry\":{\"max_retries\":5},\"breaker\":{}}");
    service.send("PUT", "/policies/archive", "{\"rate_per_second\":0.5}");
    service.post("/droplets/billing/pause", "");
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "/console?window=5m");
    pages.put("tasks", "/console/tasks");
    pages.put("task", "/console/tasks/" + failed);
    pages.put("droplets", "/console/droplets");
    pages.put("droplet", "/console/droplets/shop");
    pages.put("paused droplet", "/console/droplets/billing");
    pages.put("policy", "/console/policies/shop");
    pages.put("schedules", "/console/schedules");
    pages.put("submit", "/console/submit?from=" + failed);
    return pages;
  }

  @Test
  void theThemeIsThatOfTheSystemUntilAnotherIsChosenWhichThenStays() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console", Screen.DESKTOP, ColorScheme.DARK);
      Locator body = page.locator("body");
      String dark = (String) body.evaluate("one => getComputedStyle(one).backgroundColor");
      page.getByLabel("Theme: auto").click();
      assertThat(body).not().hasCSS("background-color", dark);
      page.reload();
      assertThat(page.getByLabel("Theme: light")).isVisible();
      assertThat(body).not().hasCSS("background-color", dark);
      page.getByLabel("Theme: light").click();
      assertThat(body).hasCSS("background-color", dark);
    }
  }

  @Test
  void theFirstPaintComesWithinASecond() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console");
      assertThat(page.locator(".verdict")).containsText("Mesh is well");
      double painted =
          ((Number)
                  page.evaluate(
                      "performance.getEntriesByName('first-contentful-paint')[0].startTime"))
              .doubleValue();
      assertThat(painted).isBetween(1.0, 1000.0);
    }
  }

  @Test
  void nothingJumpsWhileThePageLoads() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console");
      assertThat(page.locator(".verdict")).containsText("Mesh is well");
      double shift =
          ((Number)
                  page.evaluate(
                      """
                      () => new Promise(done => {
                        let sum = 0;
                        new PerformanceObserver(list => list.getEntries().forEach(one => sum += one.value))
                          .observe({type: 'layout-shift', buffered: true});
                        setTimeout(() => done(sum), 300);
                      })"""))
              .doubleValue();
      assertThat(shift).isLessThan(0.05);
    }
  }
}
