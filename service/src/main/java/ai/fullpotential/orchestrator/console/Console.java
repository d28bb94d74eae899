package ai.fullpotential.orchestrator.console;

import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Asset;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code /console}: one page for every path below it, as its own script knows what each path shows,
 * and the files that this page names. The page names them relative to itself, so that a proxy may
 * serve it under any prefix.
 */
public final class Console {

  /** How deep a path of the page can be: {@code tasks/some-id/…}. */
  private static final int DEEPEST = 3;

  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "connect-src 'self'",
          "font-src 'self'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin");

  private final ConsoleFiles files = ConsoleFiles.load();
  private final Asset front = files.page("console/");
  private final List<Asset> inside =
      IntStream.rangeClosed(0, DEEPEST).mapToObj("../"::repeat).map(files::page).toList();

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.quick(
            "GET", "/console", Access.OPEN, exchange -> exchange.respond(page(exchange, front))),
        Route.quick("GET", "/console/{path*}", Access.OPEN, this::inside));
  }

  private void inside(Exchange exchange) {
    String path = exchange.pathParameter("path");
    long depth = path.chars().filter(c -> c == '/').count();
    Optional<Response> file = files.answer(path, exchange);
    if (file.isPresent()) {
      exchange.respond(file.get());
    } else if (depth > DEEPEST || path.startsWith("assets/")) {
      exchange.fail(
          ErrorCode.NOT_FOUND, "Nothing is at " + exchange.path(), Map.of("path", exchange.path()));
    } else {
      exchange.respond(page(exchange, inside.get((int) depth)));
    }
  }

  private static Response page(Exchange exchange, Asset page) {
    Response answer = page.answer(exchange, Asset.REVALIDATED);
    for (Map.Entry<String, String> header : HEADERS.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }
}
