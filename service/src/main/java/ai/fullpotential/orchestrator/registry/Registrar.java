package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.registry.RegistryReply.Absent;
import ai.fullpotential.orchestrator.registry.RegistryReply.Conflict;
import ai.fullpotential.orchestrator.registry.RegistryReply.Done;
import ai.fullpotential.orchestrator.registry.RegistryReply.Failed;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts this service's own entry into a Registry, by whichever requests that one understands. */
final class Registrar {

  /** What came of it. */
  sealed interface Registration {
    /** The Registry has our entry. */
    record Registered() implements Registration {}

    /** It has not, for a reason fit for a log. */
    record Refused(String reason) implements Registration {}
  }

  private static final Registration REGISTERED = new Registration.Registered();

  private final RegistryClient client;
  private final OwnEntry own;

  Registrar(RegistryClient client, OwnEntry own) {
    this.client = client;
    this.own = own;
  }

  /** Makes a new entry, or takes the one over that has our name. Null asks for any id. */
  Registration register(@Nullable Long id) throws InterruptedException {
    return switch (client.send("POST", "/droplets", own.create(id))) {
      case Done _ -> REGISTERED;
      case Conflict() -> takeOver(id);
      case Absent(int status) ->
          judge(
              "POST /droplets: " + status + ", then POST /register",
              client.send("POST", "/register", own.register(id)));
      case Failed(String reason) -> new Registration.Refused("POST /droplets: " + reason);
    };
  }

  /** Sets the address and version of our entry; where that cannot be done, registers anew. */
  Registration correct(JsonText entryId, @Nullable Long id) throws InterruptedException {
    RegistryReply reply = patch(entryId);
    return reply instanceof Absent ? register(id) : judge("PATCH /droplets/{id}", reply);
  }

  private Registration takeOver(@Nullable Long id) throws InterruptedException {
    String path = "/droplets/name/" + OwnEntry.NAME;
    RegistryReply found = client.find(path);
    return switch (found) {
      case Done(byte[] body) -> {
        Optional<JsonText> entryId = idOfOurs(body);
        yield entryId.isPresent()
            ? judge("PATCH /droplets/{id}", patch(entryId.get()))
            : new Registration.Refused("GET " + path + ": it answered with no entry of that name");
      }
      case Absent _ when id != null ->
          judge("POST /droplets without an id", client.send("POST", "/droplets", own.create(null)));
      case Absent _, Conflict _, Failed _ -> judge("GET " + path, found);
    };
  }

  private RegistryReply patch(JsonText entryId) throws InterruptedException {
    String text = entryId.toString();
    String plain = text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    String segment = URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20");
    return client.send("PATCH", "/droplets/" + segment, own.change());
  }

  /** The id of the entry found by name; never that of an entry with another name. */
  private static Optional<JsonText> idOfOurs(byte[] body) {
    try {
      JsonNode answer = Json.tree(body);
      JsonNode entry = answer.path("droplet").isObject() ? answer.path("droplet") : answer;
      return Optional.of(EntryReader.id(entry))
          .filter(id -> !id.isNull())
          .filter(_ -> entry.path("name").asText().equalsIgnoreCase(OwnEntry.NAME));
    } catch (MalformedJson notAnEntry) {
      return Optional.empty();
    }
  }

  private static Registration judge(String request, RegistryReply reply) {
    return switch (reply) {
      case Done _ -> REGISTERED;
      case Conflict() -> new Registration.Refused(request + ": it answered 409");
      case Absent(int status) -> new Registration.Refused(request + ": it answered " + status);
      case Failed(String reason) -> new Registration.Refused(request + ": " + reason);
    };
  }
}
