package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code /}: a small page that leads on, for a person or a dashboard that asks for the root. */
public final class FrontPage {

  private static final String HTML =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark">
      <title>Orchestrator</title>
      <h1>Orchestrator VERSION</h1>
      <p>Routes tasks to the droplets of the mesh.</p>
      <ul>
      <li><a href="/orchestrator/console">Console</a>
      <li><a href="/orchestrator/docs">API</a>
      <li><a href="/orchestrator/health">Health</a>
      <li><a href="/orchestrator/droplets">Droplets</a>
      <li><a href="/orchestrator/tasks">Tasks</a>
      <li><a href="/orchestrator/metrics">Metrics</a>
      <li><a href="/orchestrator/info">Info</a>
      </ul>
      </html>
      """;

  private final Response page;

  /** The page of this version. */
  public FrontPage(String version) {
    page =
        new Response(
            200,
            "text/html; charset=utf-8",
            HTML.replace("VERSION", version).getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));
  }

  /** Its route. */
  public List<Route> routes() {
    return List.of(Route.quick("GET", "/", Access.OPEN, exchange -> exchange.respond(page)));
  }
}
