package ai.fullpotential.orchestrator.console;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pausing and bounding droplets in the console, and what it says of what waits. */
class ConsolePoliciesIT extends ConsoleTestBase {

  private ScriptedDroplet droplet;
  private TestApplication service;

  @BeforeEach
  void start() throws Exception {
    droplet = ScriptedDroplet.playing(toTasks(status(200, "{}")));
    service = TestApplication.start(directory);
    service.register("shop", droplet.url());
  }

  @AfterEach
  void stop() {
    service.close();
    droplet.close();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator confirm(Page page) {
    return page.locator("dialog").getByText("Pause", new Locator.GetByTextOptions().setExact(true));
  }

  private static Locator row(Page page, String droplet) {
    return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(droplet));
  }

  private boolean isPaused(String name) throws Exception {
    return service.get("/policies/" + name).body().at("/effective/paused").asBoolean();
  }

  @Test
  void aDropletIsPausedAndResumedAndItsTasksSayWhyTheyWait() throws Exception {
    Page page = browser.open(service.port(), "/console/droplets");
    button(page, "Pause shop").click();
    assertThat(page.locator("dialog")).containsText("Tasks are taken in and wait");
    assertThat(isPaused("shop")).isFalse();
    confirm(page).click();
    assertThat(row(page, "shop")).containsText("Paused");
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(isPaused("shop")).isTrue();

    String id = submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/waits\"}");
    Page task = browser.open(service.port(), "/console/tasks/" + id);
    assertThat(task.locator(".story")).containsText("shop is paused");
    Page own = browser.open(service.port(), "/console/droplets/shop");
    assertThat(own.locator(".story-held")).containsText("1 task waits.");
    assertThat(tasksOf(droplet)).isEmpty();

    button(page, "Resume shop").click();
    assertThat(row(page, "shop")).containsText("Reachable");
    assertThat(task.locator(".story")).containsText("Succeeded");
    assertThat(own.locator(".story-held")).hasCount(0);
    assertThat(tasksOf(droplet)).hasSize(1);
  }

  @Test
  void whatAnotherPausesIsSeenAtOnceWithoutAskingAnew() throws Exception {
    Page list = browser.open(service.port(), "/console/droplets");
    Page overview = browser.open(service.port(), "/console");
    assertThat(row(list, "shop")).containsText("Reachable");
    assertThat(overview.locator(".verdict")).containsText("Mesh is well");

    service.post("/droplets/shop/pause", "");
    assertThat(row(list, "shop")).containsText("Paused");
    assertThat(overview.locator(".verdict")).containsText("Droplet shop is paused");
    service.post("/droplets/*/pause", "");
    assertThat(row(list, "registry")).containsText("Paused");
    assertThat(overview.locator(".verdict")).containsText("All droplets are paused");
    service.post("/droplets/*/resume", "");
    service.post("/droplets/shop/resume", "");
    assertThat(row(list, "shop")).containsText("Reachable");
    assertThat(overview.locator(".verdict")).containsText("Mesh is well");
  }

  @Test
  void oneIsPausedAndBoundByKeysAlone() throws Exception {
    Page page = browser.open(service.port(), "/console/droplets?q=shop");
    assertThat(row(page, "shop")).containsText("Reachable");
    page.keyboard().press("j");
    page.keyboard().press("p");
    assertThat(confirm(page)).isFocused();
    page.keyboard().press("Enter");
    assertThat(row(page, "shop")).containsText("Paused");
    page.keyboard().press("p");
    assertThat(row(page, "shop")).containsText("Reachable");

    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("shop");
    page.keyboard().press("e");
    assertThat(page.getByLabel("Calls a second")).isFocused();
    page.keyboard().type("2.5");
    page.keyboard().press("Control+Enter");
    assertThat(page).hasURL(Pattern.compile("/console/droplets/shop$"));
    assertThat(page.locator(".task-columns")).containsText("2.5/s, 3 at once after a while");
  }

  @Test
  void aPolicyIsEditedWholeAndDeleted() throws Exception {
    service.send("PUT", "/policies/*", "{\"max_concurrency\":9}");
    Page page = browser.open(service.port(), "/console/droplets/shop");
    assertThat(page.locator(".task-columns")).containsText("of all droplets");
    page.getByText("Edit", new Page.GetByTextOptions().setExact(true)).click();
    page.getByLabel("Calls at once").fill("4");
    page.getByLabel("When it fails").selectOption("on");
    page.getByLabel("Opens at failed calls of").fill("30");
    page.getByLabel("Time for an attempt").fill("1.5");
    page.getByLabel("Retries").fill("{\"max_retries\": 1, \"backoff\": {\"schedule\": [0.5]}}");
    button(page, "Save").click();

    assertThat(page.locator(".task-columns"))
        .containsText("30% of 20 calls in 30 s, then 15 s of rest");
    assertThat(page.locator(".task-columns")).containsText("1, after 0.5 s");
    assertThat(service.get("/policies/shop").body().path("stored").toString())
        .isEqualTo(
            "{\"max_concurrency\":4,\"retry\":{\"max_retries\":1,\"backoff\":{\"schedule\":[0.5]},"
                + "\"jitter\":\"none\",\"retry_on\":[\"500-599\",\"timeout\",\"connect\"],"
                + "\"respect_retry_after\":true},\"attempt_timeout_seconds\":1.5,\"breaker\":"
                + "{\"failure_percent\":30,\"minimum_calls\":20,\"window_seconds\":30,"
                + "\"open_seconds\":15}}");

    page.keyboard().press("e");
    assertThat(page.getByLabel("Calls at once")).hasValue("4");
    button(page, "Delete").click();
    page.locator("dialog")
        .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(page.locator(".task-columns")).containsText("of all droplets");
    assertThat(service.get("/policies/shop").body().path("stored").isNull()).isTrue();
  }

  @Test
  void whatIsWrongIsSaidAtEachField() throws Exception {
    Page page = browser.open(service.port(), "/console/policies/shop");
    page.getByLabel("Burst").fill("3");
    page.getByLabel("Calls at once").fill("many");
    page.getByLabel("Retries").fill("{\"max_retries\": -1}");
    button(page, "Save").click();

    assertThat(page.locator("#e-burst")).containsText("has no meaning without");
    assertThat(page.locator("#e-max_concurrency")).containsText("must be a whole number");
    assertThat(page.locator("#e-retry")).containsText("max_retries must be a whole number");
    assertThat(page.getByLabel("Burst")).isFocused();

    page.getByLabel("Retries").fill("{");
    button(page, "Save").click();
    assertThat(page.locator("#e-retry")).containsText("is not JSON");
    assertThat(service.get("/policies").body().path("total").asInt()).isZero();
  }

  @Test
  void aBreakerThatOpensIsShownAndWhyTasksWaitForIt() throws Exception {
    try (ScriptedDroplet moody = ScriptedDroplet.playing(toTasks(status(500, "")))) {
      service.register("moody", moody.url());
      service.send(
          "PUT",
          "/policies/moody",
          "{\"breaker\":{\"minimum_calls\":2,\"open_seconds\":600},\"retry\":{\"max_retries\":0}}");
      Page page = browser.open(service.port(), "/console/droplets");
      assertThat(row(page, "moody")).containsText("breaker");
      for (int i = 0; i < 2; i++) {
        awaitEnd(service, submit(service, "{\"droplet_name\":\"moody\",\"path\":\"/x\"}"));
      }
      assertThat(row(page, "moody")).containsText("Breaker open");
      String id = submit(service, "{\"droplet_name\":\"moody\",\"path\":\"/waits\"}");
      Page task = browser.open(service.port(), "/console/tasks/" + id);
      assertThat(task.locator(".story")).containsText("The breaker of moody is open");
      Page own = browser.open(service.port(), "/console/droplets/moody");
      assertThat(own.locator(".story-held")).containsText("1 task waits.");
    }
  }

  @Test
  void allArePausedTogetherAndOneGoesOn() throws Exception {
    Page page = browser.open(service.port(), "/console/droplets");
    button(page, "Pause all").click();
    assertThat(page.locator("dialog")).containsText("All droplets");
    assertThat(isPaused("shop")).isFalse();
    confirm(page).click();
    assertThat(row(page, "shop")).containsText("Paused");
    assertThat(row(page, "registry")).containsText("Paused");

    button(page, "Resume shop").click();
    assertThat(row(page, "shop")).containsText("Reachable");
    assertThat(row(page, "registry")).containsText("Paused");
    button(page, "Resume all").click();
    assertThat(row(page, "registry")).containsText("Reachable");
  }

  @Test
  void aNameThatIsMeantAsMarkupIsShownAsText() throws Exception {
    String evil = "<img src=x onerror=alert(1)>";
    String encoded = "%3Cimg%20src=x%20onerror=alert(1)%3E";
    service.send("PUT", "/policies/" + encoded, "{\"max_concurrency\":2,\"paused\":true}");
    Page page = browser.open(service.port(), "/console/droplets");
    assertThat(page.locator(".main"))
        .containsText("Policies of droplets that no list names: " + evil);
    page.getByText(evil).click();
    assertThat(page.locator("h1")).hasText("Policy of " + evil);
    assertThat(page.getByLabel("Calls at once")).hasValue("2");
    service.register(evil, droplet.url());
    Page own = browser.open(service.port(), "/console/droplets/" + encoded);
    assertThat(own.locator(".story-held")).containsText("Paused");
    button(own, "Resume").click();
    assertThat(own.locator(".toast")).containsText(evil);
    button(own, "Pause").click();
    assertThat(own.locator("dialog")).containsText(evil);
    for (Page each : List.of(page, own)) {
      assertThat(each.locator("img")).hasCount(0);
    }
  }
}
