package ai.fullpotential.orchestrator.console;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does with tasks. */
class ConsoleTasksIT extends ConsoleTestBase {

  private static final Pattern A_TASK = Pattern.compile("/console/tasks/[0-9a-f-]{36}$");

  private ScriptedDroplet droplet;
  private TestApplication service;

  @BeforeEach
  void start() throws Exception {
    droplet = ScriptedDroplet.playing(status(200, "{}"));
    service = TestApplication.start(directory, "TASK_BACKOFF_BASE", "0.45");
    service.register("shop", droplet.url());
  }

  @AfterEach
  void stop() {
    service.close();
    droplet.close();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void aTaskIsSubmittedIsSeenToBeRetriedAndItsAttemptsStandOnATimeLine() {
    Turn busy = status(503, "\"busy\"");
    droplet.replay(toTasks(busy, busy, status(200, "{\"price\":1.50}")));
    Page page = browser.open(service.port(), "/console/submit");
    page.getByLabel("Droplet").fill("shop");
    page.getByLabel("Method").selectOption("POST");
    page.getByLabel("Path").fill("/orders?fast=1");
    page.getByLabel("Payload").fill("{\"price\": 1.50, \"big\": 12345678901234567890}");
    button(page, "Submit").click();
    assertThat(page).hasURL(A_TASK);
    assertThat(page.locator(".story")).containsText("Attempt 2 of 4");
    assertThat(page.locator(".story")).containsText("Succeeded at attempt 3");
    assertThat(page.locator(".timeline li.attempt")).hasCount(3);
    assertThat(page.locator(".timeline li.attempt").first()).containsText("HTTP 503");
    assertThat(page.locator(".timeline .bar.wait")).hasCount(3);
    assertThat(page.getByLabel("Answer")).containsText("\"price\": 1.50");
    assertThat(page.getByLabel("Request", new Page.GetByLabelOptions().setExact(true)))
        .containsText("\"big\": 12345678901234567890");
    assertThat(tasksOf(droplet).getFirst().body())
        .isEqualTo("{\"price\":1.50,\"big\":12345678901234567890}");
  }

  @Test
  void whatTheApiSaysOfAFieldStandsBesideThatField() {
    Page page = browser.open(service.port(), "/console/submit");
    page.getByLabel("Droplet").fill("shop");
    page.getByLabel("Path").fill("//elsewhere");
    button(page, "Submit").click();
    assertThat(page.locator("#e-path")).containsText("must not begin with '//'");
    assertThat(page.getByLabel("Path")).isFocused();
    page.getByLabel("Path").fill("/x");
    page.getByLabel("Payload").fill("{\"open\": ");
    button(page, "Submit").click();
    assertThat(page.locator("#e-payload")).containsText("is not JSON");
    page.getByLabel("Payload").fill("");
    page.getByLabel("Droplet").fill("nobody");
    button(page, "Submit").click();
    assertThat(page.locator("#e-droplet_name")).containsText("'nobody' not found");
    assertThat(tasksOf(droplet)).isEmpty();
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndDoesNothing() {
    Page page = browser.open(service.port(), "/console/submit?droplet=shop");
    page.getByLabel("Path").fill("/orders");
    button(page, "Dry run").click();
    assertThat(page.locator(".plan")).containsText(droplet.url() + "/orders");
    assertThat(tasksOf(droplet)).isEmpty();
  }

  @Test
  void aTaskThatWaitsIsCancelledAfterAskingAndThenDoneAgain() throws Exception {
    String id = submitForLater(service, "shop");
    Page page = browser.open(service.port(), "/console/tasks/" + id);
    assertThat(page.locator(".story"))
        .containsText(Pattern.compile("Begins in (59|60) min|in 1 h"));
    button(page, "Cancel").click();
    button(page, "Leave it").click();
    assertThat(page.locator(".story .status")).hasText("Queued");
    button(page, "Cancel").click();
    button(page, "Cancel the task").click();
    assertThat(page.locator(".story")).containsText("the droplet was never called");
    button(page, "Replay").click();
    assertThat(page).hasURL(Pattern.compile("/console/tasks/(?!" + id + ")"));
    assertThat(page.locator(".story")).containsText("Succeeded");
    page.getByText(id.substring(0, 13)).click();
    assertThat(page.locator(".story .status")).hasText("Cancelled");
  }

  @Test
  void theListIsFilteredByItsAddressAndByTyping() throws Exception {
    awaitEnd(service, submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/well\"}"));
    String down =
        "{\"droplet_name\":\"shop\",\"path\":\"/ill\",\"max_retries\":0,\"tags\":[\"red\"]}";
    droplet.replay(toTasks(status(500, "1")));
    String failed = submit(service, down);
    awaitEnd(service, failed);
    Page page = browser.open(service.port(), "/console/tasks");
    assertThat(page.locator("a.row")).hasCount(2);
    button(page, "Error").click();
    assertThat(page.locator("a.row")).hasCount(1);
    assertThat(page.locator("a.row")).containsText("/ill");
    assertThat(pathOf(page)).isEqualTo("/console/tasks?status=error");
    button(page, "All").click();
    page.getByPlaceholder("Beginning of an id").fill(failed.substring(0, 20));
    assertThat(page).hasURL(Pattern.compile("q="));
    assertThat(page.locator("a.row")).hasCount(1);
    page.reload();
    assertThat(page.locator("a.row")).hasCount(1);
    page.getByPlaceholder("Beginning of an id").fill("no such words");
    assertThat(page.getByText("No task matches")).isVisible();
    page.getByText("Clear the filters").click();
    assertThat(page.locator("a.row")).hasCount(2);
    page.getByLabel("Tag").fill("red");
    assertThat(page.locator("a.row")).hasCount(1);
  }

  @Test
  void theListShowsWhatComesWhileItIsLookedAt() throws Exception {
    Page page = browser.open(service.port(), "/console/tasks");
    assertThat(page.getByText("No task yet")).isVisible();
    String id = submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/now\"}");
    Locator row = page.locator("a.row[data-id='" + id + "']");
    assertThat(row).containsText("/now");
    assertThat(row.locator(".status")).hasText("Success");
  }

  @Test
  void theOverviewSaysThatTheMeshIsWellAndThenWhatIsWrong() throws Exception {
    Page page = browser.open(service.port(), "/console");
    assertThat(page.locator(".verdict")).containsText("Mesh is well");
    droplet.replay(toTasks(status(404, "{}")));
    for (int i = 0; i < 6; i++) {
      submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/missing\"}");
    }
    assertThat(page.locator(".verdict")).containsText("100% of tasks failed");
    assertThat(page.locator(".verdict")).containsText("most at shop");
    assertThat(page.locator(".failures a.row")).hasCount(6);
  }

  @Test
  void anIdIsCopiedByAClick() throws Exception {
    String id = submitForLater(service, "shop");
    Page page = browser.open(service.port(), "/console/tasks/" + id);
    page.getByTitle("Copy " + id).click();
    assertThat(page.getByText("Copied")).isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(id);
  }

  @Test
  void aScheduleIsMadePausedTriggeredAndDeleted() {
    Page page = browser.open(service.port(), "/console/schedules");
    page.getByText("Make one").click();
    page.getByLabel("Name").fill("nightly");
    page.getByLabel("Cron expression").fill("0 0 30 2 *");
    page.getByLabel("Droplet").fill("shop");
    button(page, "Make the schedule").click();
    assertThat(page.locator("#e-cron")).containsText("never fires");
    page.getByLabel("Cron expression").fill("30 2 * * *");
    button(page, "Make the schedule").click();
    assertThat(page.locator("tbody tr")).containsText("Europe/Berlin");
    page.getByLabel("Make the task of nightly now").click();
    assertThat(page.locator("tbody tr .num.right")).hasText("1");
    page.getByLabel("Pause nightly").click();
    assertThat(page.locator("tbody tr")).containsText("Paused");
    page.getByLabel("Delete nightly").click();
    button(page, "Delete").click();
    assertThat(page.getByText("No schedule yet")).isVisible();
  }

  @Test
  void whatFailedIsDoneAgainTogetherAfterItWasCounted() throws Exception {
    droplet.replay(toTasks(status(404, "{}"), status(404, "{}"), status(200, "{}")));
    awaitEnd(service, submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/a\"}"));
    awaitEnd(service, submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/b\"}"));
    Page page = browser.open(service.port(), "/console/tasks?status=error");
    assertThat(page.locator("a.row")).hasCount(2);
    button(page, "Replay these").click();
    assertThat(page.locator("dialog")).containsText("2 tasks match");
    button(page, "Replay").click();
    assertThat(page.getByText("Replaying 2 tasks")).isVisible();
    button(page, "Success").click();
    assertThat(page.locator("a.row")).hasCount(2);
  }
}
