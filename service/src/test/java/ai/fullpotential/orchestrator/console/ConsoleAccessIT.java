package ai.fullpotential.orchestrator.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.auth.SignedTokens;
import ai.fullpotential.orchestrator.auth.SignedTokens.Signer;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The console where tokens are asked for. */
class ConsoleAccessIT extends ConsoleTestBase {

  private static final Signer SIGNER = SignedTokens.ed25519();

  private TestApplication start() throws Exception {
    Path key = Files.writeString(directory.resolve("key.pem"), SIGNER.pem());
    return TestApplication.start(directory, "AUTH_MODE", "jwt", "AUTH_PUBLIC_KEY", key.toString());
  }

  private static void give(Page page, String token) {
    page.getByLabel("Token", new Page.GetByLabelOptions().setExact(true)).fill(token);
    page.getByText("Use it").click();
  }

  @Test
  void whatATokenDoesNotGrantIsNotOffered() throws Exception {
    try (TestApplication service = start()) {
      Page page = browser.open(service.port(), "/console/tasks");
      assertThat(page.locator("dialog")).containsText("The service asks who you are.");
      give(page, SIGNER.token("ann", "read"));

      assertThat(page.locator(".live")).hasText("Live");
      assertThat(page.locator(".nav-new")).hasCount(0);
      page.getByLabel("Access token").click();
      assertThat(page.locator("dialog")).containsText("You are ann, and may read.");
      give(page, SIGNER.token("ann", "read submit"));
      assertThat(page.locator(".nav-new")).hasCount(1);
    }
  }

  @Test
  void aTokenThatIsRefusedIsAskedAboutOnce() throws Exception {
    try (TestApplication service = start()) {
      Page page = browser.open(service.port(), "/console/tasks");
      give(page, "no-token");
      assertThat(page.locator("dialog")).containsText("The service asks who you are.");
      page.getByText("Leave it").click();
      assertThat(page.locator("dialog")).hasCount(0);

      page.waitForResponse(
          answer -> answer.status() == 401, () -> page.getByText("Overview").first().click());
      page.waitForResponse(answer -> answer.status() == 401, () -> {});
      assertThat(page.locator("dialog")).hasCount(0);
    }
  }
}
