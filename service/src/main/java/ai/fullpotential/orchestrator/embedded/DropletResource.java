package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.registry.RegistryClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code /droplets}, and its older form {@code /registry} and {@code /register} (contract A6). */
final class DropletResource {

  private final EntryBook book;

  DropletResource(EntryBook book) {
    this.book = book;
  }

  List<Route> routes() {
    return List.of(
        Route.quick("GET", "/droplets", Access.OPEN, this::list),
        Route.quick("GET", "/registry", Access.OPEN, this::list),
        Route.quick("GET", "/droplets/{id}", Access.OPEN, this::byId),
        Route.quick("GET", "/droplets/name/{name}", Access.OPEN, this::byName),
        Route.blocking(
            "POST", "/droplets", Access.OPEN, exchange -> change(exchange, 201, book::create)),
        Route.blocking(
            "POST", "/register", Access.OPEN, exchange -> change(exchange, 200, book::register)),
        Route.blocking("PATCH", "/droplets/{id}", Access.OPEN, this::patch),
        Route.blocking("DELETE", "/droplets/{id}", Access.OPEN, this::remove));
  }

  private record One(JsonText droplet) {}

  private record Removed(boolean deleted, JsonText droplet) {}

  private void list(Exchange exchange) {
    exchange.respond(Response.ok(book.listing()));
  }

  private void byId(Exchange exchange) {
    String id = exchange.pathParameter("id");
    show(exchange, book.byId(id), "id", id);
  }

  private void byName(Exchange exchange) {
    String name = exchange.pathParameter("name");
    show(exchange, book.byName(name), "name", name);
  }

  private static void show(Exchange exchange, Optional<Entry> entry, String by, String value) {
    if (entry.isPresent()) {
      exchange.respond(Response.ok(new One(entry.get().json())));
    } else {
      notFound(exchange, by, value);
    }
  }

  private void patch(Exchange exchange) {
    change(exchange, 200, body -> book.change(exchange.pathParameter("id"), body));
  }

  private void remove(Exchange exchange) {
    Outcome outcome = book.remove(exchange.pathParameter("id"));
    if (outcome instanceof Outcome.Done(Entry entry)) {
      exchange.respond(Response.ok(new Removed(true, entry.json())));
    } else {
      answer(exchange, 200, outcome);
    }
  }

  private static void change(
      Exchange exchange, int doneStatus, Function<ObjectNode, Outcome> change) {
    JsonBody.read(exchange).ifPresent(body -> answer(exchange, doneStatus, change.apply(body)));
  }

  private static void answer(Exchange exchange, int doneStatus, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done(Entry entry) ->
          exchange.respond(Response.json(doneStatus, Response.ok(new One(entry.json())).body()));
      case Outcome.Invalid(List<Fault> faults) -> JsonBody.invalid(exchange, faults);
      case Outcome.NameTaken(String name, String owner) ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "A droplet named '"
                  + name
                  + "' exists; change it with PATCH /droplets/"
                  + owner
                  + ".",
              Map.of("name", name, "id", owner));
      case Outcome.IdTaken(String id, String owner) ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "The id " + id + " belongs to '" + owner + "'; leave it out to be given a free one.",
              Map.of("id", id, "name", owner));
      case Outcome.Unknown(String id) -> notFound(exchange, "id", id);
      case Outcome.Own() ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "The registry's own entry cannot be changed.",
              Map.of("id", BookFile.OWN_ID));
      case Outcome.Full() ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "The registry holds as many droplets as it can, "
                  + EntryBook.MAX_DROPLETS
                  + "; remove one first.",
              Map.of("max_droplets", EntryBook.MAX_DROPLETS));
      case Outcome.ListTooLong() ->
          exchange.fail(
              ErrorCode.CONFLICT,
              "The list of all droplets would be longer than "
                  + RegistryClient.MAX_LIST_BYTES
                  + " bytes; remove one first, or make this one smaller.",
              Map.of("max_list_bytes", RegistryClient.MAX_LIST_BYTES));
      case Outcome.NotStored() ->
          exchange.failAndRetry(
              ErrorCode.STORE_UNAVAILABLE,
              "The change could not be stored (DATA_DIR), and was not made. Try again.",
              Map.of(),
              "1");
    }
  }

  private static void notFound(Exchange exchange, String by, String value) {
    exchange.fail(
        ErrorCode.NOT_FOUND, "No droplet has the " + by + " '" + value + "'.", Map.of(by, value));
  }
}
