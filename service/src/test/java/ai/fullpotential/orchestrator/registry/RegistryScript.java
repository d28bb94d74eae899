package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.net.ScriptedServer.Request;
import ai.fullpotential.orchestrator.net.ScriptedServer.Script;
import ai.fullpotential.orchestrator.net.ScriptedServer.Wire;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Registry as the mesh has them, newer or older, that remembers what it is told and can be made to
 * misbehave. Like a real one it overwrites, without a word, the droplet whose id it is sent.
 */
final class RegistryScript implements Script {

  private final Dialect dialect;
  private final Map<String, ObjectNode> byId = new TreeMap<>();
  private volatile @Nullable Script instead;
  private int nextId = 100;

  /** Which generation it is of. */
  enum Dialect {
    NEWER,
    OLDER
  }

  RegistryScript(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Answers everything in this way from now on. */
  void instead(Script script) {
    instead = script;
  }

  /** Behaves again. */
  void behave() {
    instead = null;
  }

  /** Adds an entry, or replaces the one that has its id. */
  synchronized void put(String entry) {
    ObjectNode fields = object(entry);
    byId.put(fields.path("id").asText(), fields);
  }

  /** Forgets all, as a restart does. */
  synchronized void forget() {
    byId.clear();
  }

  synchronized String entry(String id) {
    return String.valueOf(byId.get(id));
  }

  synchronized String listing() {
    return byId.values().stream()
        .map(JsonNode::toString)
        .collect(Collectors.joining(",", "{\"droplets\":[", "]}"));
  }

  @Override
  public void answer(Request request, Wire wire) throws IOException, InterruptedException {
    Script other = instead;
    if (other != null) {
      other.answer(request, wire);
    } else if (dialect == Dialect.OLDER) {
      older(request, wire);
    } else {
      newer(request, wire);
    }
  }

  private void older(Request request, Wire wire) throws IOException {
    switch (request.method() + " " + request.path()) {
      case "GET /registry" -> wire.respond(200, listing());
      case "POST /register" -> {
        add(object(request.body()));
        wire.respond(200, "{\"status\":\"registered\"}");
      }
      default -> wire.respond(request.path().startsWith("/droplets") ? 404 : 405, "{}");
    }
  }

  private void newer(Request request, Wire wire) throws IOException {
    String byName = "/droplets/name/";
    if (request.method().equals("GET") && request.path().equals("/droplets")) {
      wire.respond(200, listing());
    } else if (request.method().equals("GET") && request.path().startsWith(byName)) {
      found(find(request.path().substring(byName.length())), 200, wire);
    } else if (request.method().equals("POST") && request.path().equals("/droplets")) {
      create(object(request.body()), wire);
    } else if (request.method().equals("PATCH")) {
      patch(request.path().substring("/droplets/".length()), object(request.body()), wire);
    } else {
      wire.respond(404, "{}");
    }
  }

  private void create(ObjectNode fields, Wire wire) throws IOException {
    if (find(fields.path("name").asText()) != null) {
      wire.respond(409, "{}");
    } else {
      found(add(fields), 201, wire);
    }
  }

  private synchronized ObjectNode add(ObjectNode fields) {
    if (fields.path("id").isMissingNode()) {
      fields.put("id", nextId++);
    }
    byId.put(fields.path("id").asText(), fields);
    return fields;
  }

  private synchronized @Nullable ObjectNode find(String name) {
    return byId.values().stream()
        .filter(entry -> entry.path("name").asText().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private void patch(String id, ObjectNode change, Wire wire) throws IOException {
    ObjectNode entry;
    synchronized (this) {
      entry = byId.get(id);
      if (entry != null) {
        entry.setAll(change);
      }
    }
    found(entry, 200, wire);
  }

  private static void found(@Nullable ObjectNode entry, int status, Wire wire) throws IOException {
    if (entry == null) {
      wire.respond(404, "{}");
    } else {
      wire.respond(status, "{\"droplet\":" + entry + "}");
    }
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) Json.tree(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (MalformedJson e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A list of so many droplets. */
  static JsonText manyDroplets(int count) {
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("droplets");
          for (int i = 0; i < count; i++) {
            json.writeStartObject();
            json.writeNumberField("id", i + 10);
            json.writeStringField("name", "droplet-" + i);
            json.writeStringField("endpoint", "http://10.0.0.1:" + (1 + i % 65535));
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
