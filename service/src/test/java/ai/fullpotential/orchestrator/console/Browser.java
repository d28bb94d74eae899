package ai.fullpotential.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The system's Chromium. Whatever its pages complain of (a script that fails, a breach of the
 * policy) and every request to another origin is kept, and fails the test that asks.
 */
final class Browser implements AutoCloseable {

  /** How wide and high a screen is. */
  enum Screen {
    DESKTOP(1440, 900),
    PHONE(390, 844);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  Browser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable())
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  private static Path executable() {
    Path path = Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
    assertThat(Files.isExecutable(path)).as("Chromium at " + path).isTrue();
    return path;
  }

  /** A page of the console, as somebody sees it who has never been there. */
  Page open(int port, String path, Screen screen, ColorScheme scheme) {
    BrowserContext context =
        chromium.newContext(
            new NewContextOptions()
                .setBaseURL("http://127.0.0.1:" + port)
                .setViewportSize(screen.width, screen.height)
                .setHasTouch(screen == Screen.PHONE)
                .setIsMobile(screen == Screen.PHONE)
                .setColorScheme(scheme)
                .setTimezoneId("Europe/Berlin")
                .setLocale("en-GB")
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
    contexts.add(context);
    Page page = context.newPage();
    page.setDefaultTimeout(15_000);
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          // That an answer is missing or says no is what some tests are about.
          if (message.type().equals("error") && !message.text().startsWith("Failed to load")) {
            complaints.add(message.text());
          }
        });
    page.onDialog(
        dialog -> {
          complaints.add("a dialog of the page: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(
        request -> {
          URI uri = URI.create(request.url());
          if (!uri.getScheme().equals("data") && !"127.0.0.1".equals(uri.getHost())) {
            complaints.add("a request to " + uri);
          }
        });
    page.navigate(path);
    return page;
  }

  Page open(int port, String path) {
    return open(port, path, Screen.DESKTOP, ColorScheme.LIGHT);
  }

  /** Ends all pages; fails when one of them complained. */
  void settle() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    assertThat(all).isEmpty();
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
