package ai.fullpotential.orchestrator.console;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** All of it without a mouse. */
class ConsoleKeyboardIT extends ConsoleTestBase {

  private static void type(Page page, String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  @Test
  void aTaskIsMadeFoundOpenedAndDoneAgainByKeysAlone() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(200, "{}"));
        TestApplication service = TestApplication.start(directory)) {
      service.register("shop", droplet.url());
      Page page = browser.open(service.port(), "/console");
      assertThat(page.locator(".verdict")).containsText("Mesh is well");
      type(page, "n");
      assertThat(page.getByLabel("Droplet")).isFocused();
      page.keyboard().type("shop");
      page.keyboard().press("Control+Enter");
      assertThat(page.locator(".story")).containsText("Succeeded");
      String first = pathOf(page);
      type(page, "g", "t");
      assertThat(page.locator("a.row")).hasCount(1);
      type(page, "j", "Enter");
      assertThat(page).hasURL(Pattern.compile(first));
      assertThat(page.locator(".story")).containsText("Succeeded");
      type(page, "r");
      assertThat(page)
          .hasURL(
              Pattern.compile("/tasks/(?!" + first.substring(first.lastIndexOf('/') + 1) + ")"));
      assertThat(page.locator(".story")).containsText("Succeeded");
      type(page, "u");
      assertThat(page.locator("a.row")).hasCount(2);
      type(page, "/");
      assertThat(page.getByPlaceholder("Beginning of an id")).isFocused();
      page.keyboard().type("words");
      assertThat(page.getByText("No task matches")).isVisible();
      type(page, "Escape", "g", "d");
      assertThat(page.locator("tbody tr")).hasCount(3);
      type(page, "j", "Enter");
      assertThat(page).hasURL(Pattern.compile("/console/droplets/.+"));
      type(page, "g", "s");
      assertThat(page.locator("h1")).hasText("Schedules");
      type(page, "g", "o");
      assertThat(page.locator("h1")).hasText("Overview");
    }
  }

  @Test
  void aKeyThatIsHeldOrPressedAgainTooSoonDoesATaskAgainOnce() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(status(200, "{}"));
        TestApplication service = TestApplication.start(directory)) {
      service.register("shop", droplet.url());
      String id = submit(service, "{\"droplet_name\":\"shop\",\"path\":\"/\"}");
      awaitEnd(service, id);
      Page page = browser.open(service.port(), "/console/tasks/" + id);
      assertThat(page.locator(".story")).containsText("Succeeded");
      page.evaluate(
          "for (let i = 0; i < 3; i++) document.body.dispatchEvent("
              + "new KeyboardEvent('keydown', {key: 'r', bubbles: true}))");
      assertThat(page).hasURL(Pattern.compile("/tasks/(?!" + id + ")"));
      assertThat(page.locator(".story")).containsText("Succeeded");
      String second = pathOf(page);
      page.keyboard().down("r");
      assertThat(page).not().hasURL(Pattern.compile(second));
      assertThat(page.locator(".story")).containsText("Succeeded");
      page.keyboard().down("r");
      page.keyboard().down("r");
      page.keyboard().up("r");
      type(page, "u");
      assertThat(page.locator("a.row")).hasCount(3);
    }
  }

  @Test
  void enterOpensTheRowThatWasMovedToOrElseTheLinkThatHasTheFocus() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      String id = submitForLater(service, "registry");
      String newer = submitForLater(service, "registry");
      Page page = browser.open(service.port(), "/console");
      page.locator(".nav a").nth(1).click();
      assertThat(page.locator("a.row")).hasCount(2);
      assertThat(page.getByRole(AriaRole.LISTITEM).getByRole(AriaRole.LINK)).hasCount(2);
      type(page, "j", "Enter");
      assertThat(page).hasURL(Pattern.compile("/tasks/" + newer));
      page.goBack();
      type(page, "j");
      page.locator("a.row[data-id='" + id + "']").focus();
      type(page, "Enter");
      assertThat(page).hasURL(Pattern.compile("/tasks/" + id));
    }
  }

  @Test
  void helpOpensAndEscapeClosesIt() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console");
      assertThat(page.locator(".verdict")).containsText("Mesh is well");
      type(page, "?");
      assertThat(page.locator("dialog")).containsText("New task");
      type(page, "Escape");
      assertThat(page.locator("dialog")).hasCount(0);
    }
  }

  @Test
  void theTabKeyReachesEveryPlaceAndShowsWhereItIs() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console");
      assertThat(page.locator(".verdict")).containsText("Mesh is well");
      type(page, "Tab");
      assertThat(page.getByText("Skip to the page")).isFocused();
      type(page, "Tab", "Tab", "Tab");
      assertThat(page.locator(".nav a").nth(1)).isFocused();
      assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
          .isEqualTo("solid");
      type(page, "Enter");
      assertThat(page.locator("h1")).hasText("Tasks");
    }
  }
}
