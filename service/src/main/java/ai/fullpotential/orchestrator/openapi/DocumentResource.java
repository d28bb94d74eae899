package ai.fullpotential.orchestrator.openapi;

import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Asset;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /openapi.json}, {@code /openapi.yaml} and {@code /docs}. The page names its files relative to
 * itself, so that a proxy may serve it under any prefix.
 */
public final class DocumentResource {

  /** Nothing of another origin, no inline script and no inline style: the renderer needs neither. */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin");

  private final Supplier<Document> document;
  private final Supplier<PageFiles> files = new Late<>(PageFiles::load);

  private record Document(Asset json, Asset yaml) {
    static Document of(ApiDocument document) {
      return new Document(
          Asset.of("openapi.json", document.json()), Asset.of("openapi.yaml", document.yaml()));
    }
  }

  /** The resource for this version. */
  public DocumentResource(String version) {
    document = new Late<>(() -> Document.of(ApiDocument.of(version)));
  }

  /** Its routes, blocking as the first request reads files. */
  public List<Route> routes() {
    return List.of(
        Route.blocking(
            "GET", "/openapi.json", Access.OPEN, exchange -> send(exchange, document.get().json())),
        Route.blocking(
            "GET", "/openapi.yaml", Access.OPEN, exchange -> send(exchange, document.get().yaml())),
        Route.blocking("GET", "/docs", Access.OPEN, this::page),
        Route.blocking("GET", "/docs/{file}", Access.OPEN, this::file));
  }

  private static void send(Exchange exchange, Asset asset) {
    exchange.respond(asset.answer(exchange, Asset.REVALIDATED));
  }

  private void page(Exchange exchange) {
    Response answer = files.get().page().answer(exchange, Asset.REVALIDATED);
    for (Map.Entry<String, String> header : HEADERS.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    exchange.respond(answer);
  }

  private void file(Exchange exchange) {
    files
        .get()
        .file(exchange.pathParameter("file"))
        .ifPresentOrElse(
            file -> send(exchange, file),
            () ->
                exchange.fail(
                    ErrorCode.NOT_FOUND,
                    "Nothing is at " + exchange.path() + ".",
                    Map.of("path", exchange.path())));
  }
}
