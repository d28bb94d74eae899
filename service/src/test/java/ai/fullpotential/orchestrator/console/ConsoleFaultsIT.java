package ai.fullpotential.orchestrator.console;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What comes from outside may be missing, late or meant to harm. */
class ConsoleFaultsIT extends ConsoleTestBase {

  /** Longer than a look at the service and its time limit take together. */
  private static final HasTextOptions FIFTEEN_SECONDS = new HasTextOptions().setTimeout(15_000);

  private static final String EVIL = "<img src=x onerror=alert(1)>";

  @Test
  void whenTheServiceRestartsTheOpenPageSaysSoAndGoesOnByItself() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(200, "{}"))) {
      TestApplication service = TestApplication.start(directory);
      service.register("shop", droplet.url());
      int port = service.port();
      awaitEnd(service, submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/before\"}"));
      Page page = browser.open(port, "/console/tasks");
      assertThat(page.locator("a.row")).containsText("/before");
      service.close();
      assertThat(page.locator(".away")).containsText("does not answer");
      assertThat(page.locator("a.row")).containsText("/before");
      try (TestApplication again =
          TestApplication.start(directory, "PORT", Integer.toString(port))) {
        submit(again, "{\"droplet_name\":\"shop\",\"path\":\"/after\"}");
        assertThat(page.locator("a.row").first()).containsText("/after");
        assertThat(page.locator(".away")).hasCount(0);
      }
    }
  }

  @Test
  void whatIsMeantAsMarkupIsShownAsTextWhereverItStands() throws Exception {
    String quoted = "\"" + EVIL + "\"";
    try (ScriptedDroplet droplet =
            ScriptedDroplet.playing(status(200, "{" + quoted + ":" + quoted + "}"));
        TestApplication service = TestApplication.start(directory)) {
      service.register(EVIL, droplet.url());
      String id =
          submit(
              service,
              """
              {"droplet_name":%1$s,"path":"/","payload":{%1$s:[%1$s]},"meta":{%1$s:%1$s},
               "method":"POST","tags":[%1$s]}"""
                  .formatted(quoted));
      awaitEnd(service, id);
      assertThat(
              service
                  .post(
                      "/schedules",
                      """
                      {"name":%1$s,"cron":"@daily","task":{"droplet_name":%1$s,"path":"/"}}"""
                          .formatted(quoted))
                  .status())
          .isEqualTo(201);
      String encoded = URLEncoder.encode(EVIL, StandardCharsets.UTF_8).replace("+", "%20");
      for (String path :
          List.of(
              "", "/tasks", "/tasks/" + id, "/droplets", "/droplets/" + encoded, "/schedules")) {
        Page page = browser.open(service.port(), "/console" + path);
        assertThat(page.locator("#main")).containsText(EVIL);
        assertThat(page.locator("img")).hasCount(0);
      }
      for (String query : List.of("?droplet=" + encoded, "?from=" + id)) {
        Page page = browser.open(service.port(), "/console/submit" + query);
        assertThat(page.getByLabel("Droplet")).hasValue(EVIL);
        assertThat(page.locator(".code").last()).containsText(EVIL);
        assertThat(page.locator("img")).hasCount(0);
      }
      Page filtered =
          browser.open(service.port(), "/console/tasks?q=" + encoded + "&tag=" + encoded);
      assertThat(filtered.getByText("No task matches")).isVisible();
      assertThat(filtered.getByLabel("Tag")).hasValue(EVIL);
      assertThat(filtered.locator("img")).hasCount(0);
    }
  }

  @Test
  void withoutTheStreamThePageSaysSoAndAsksInstead() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(200, "{}"));
        TestApplication service = TestApplication.start(directory)) {
      service.register("shop", droplet.url());
      Page page = browser.open(service.port(), "/console/droplets");
      page.route("**/events", route -> route.abort());
      page.reload();
      assertThat(page.locator(".live")).hasText("Not live");
      page.keyboard().press("g");
      page.keyboard().press("t");
      assertThat(page.getByText("No task yet")).isVisible();
      submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/asked\"}");
      assertThat(page.locator("a.row")).containsText("/asked");
    }
  }

  @Test
  void whenTheStreamGoesAwayAfterItWorkedTheFiguresGoOn() throws Exception {
    try (ScriptedDroplet droplet =
            ScriptedDroplet.playing(toTasks(status(200, "{}"), status(404, "{}")));
        TestApplication service = TestApplication.start(directory)) {
      service.register("shop", droplet.url());
      Page page = browser.open(service.port(), "/console");
      assertThat(page.locator(".live")).hasText("Live");
      submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/\"}");
      assertThat(page.locator(".verdict")).containsText("1 task ended");
      page.route("**/events", route -> route.abort());
      page.evaluate("dispatchEvent(new Event('online'))");
      assertThat(page.locator(".live")).hasText("Not live");
      for (int i = 0; i < 7; i++) {
        submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/missing\"}");
      }
      assertThat(page.locator(".verdict")).containsText("88% of tasks failed");
    }
  }

  @Test
  void aServiceThatHangsWithoutTheStreamIsToldOfThoughThePageAsksAgainAndAgain() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console");
      page.route("**/events", route -> route.abort());
      page.reload();
      assertThat(page.locator(".live")).hasText("Not live");
      assertThat(page.locator(".verdict")).containsText("Mesh is well");
      page.route(
          Pattern.compile("/(health|metrics|droplets|policies|tasks)([?].*)?$"), route -> {});
      assertThat(page.locator(".live")).hasText("No answer", FIFTEEN_SECONDS);
      assertThat(page.locator(".verdict")).containsText("The Orchestrator does not answer");
    }
  }

  @Test
  void whenTheServiceAsksWhoItIsThePageAsksForAToken() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console/schedules");
      assertThat(page.getByText("No schedule yet")).isVisible();
      page.route(
          "**/health",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(401)
                      .setBody("{\"error\":{\"code\":\"UNAUTHORIZED\",\"message\":\"Who?\"}}")));
      page.keyboard().press("g");
      page.keyboard().press("o");
      assertThat(page.locator("dialog")).containsText("The service asks who you are.");
    }
  }

  @Test
  void aTaskThatIsNotThereIsToldAndLeadsOn() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console/tasks/unknown");
      assertThat(page.getByText("There is no such task")).isVisible();
      Page other = browser.open(service.port(), "/console/no/such");
      assertThat(other.getByText("This address shows nothing")).isVisible();
    }
  }

  @Test
  void theTokenTravelsInAHeaderAndNeverInAnAddress() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console");
      page.getByLabel("Access token").click();
      page.getByLabel("Token", new Page.GetByLabelOptions().setExact(true)).fill("s3cret");
      List<String> addresses = new java.util.concurrent.CopyOnWriteArrayList<>();
      page.onRequest(request -> addresses.add(request.url()));
      var request =
          page.waitForRequest(
              sent -> sent.url().contains("/health") && sent.headers().containsKey("authorization"),
              () -> page.keyboard().press("Enter"));
      assertThat(request.headers()).containsEntry("authorization", "Bearer s3cret");
      assertThat(addresses).noneMatch(address -> address.contains("s3cret"));
    }
  }
}
