package ai.fullpotential.orchestrator.console;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import com.microsoft.playwright.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes from outside may be missing, late or meant to harm. */
class ConsoleFaultsIT extends ConsoleTestBase {

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
              "/console",
              "/console/tasks",
              "/console/tasks/" + id,
              "/console/droplets",
              "/console/droplets/" + encoded,
              "/console/schedules",
              "/console/submit?droplet=" + encoded,
              "/console/submit?from=" + id,
              "/console/tasks?q=" + encoded + "&tag=" + encoded)) {
        Page page = browser.open(service.port(), path);
        page.waitForCondition(() -> page.content().contains("&lt;img") || path.contains("submit") || path.contains("?q"));
        page.waitForTimeout(200);
        assertThat(page.locator("img")).hasCount(0);
      }
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
