package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.flow.GateState;
import ai.fullpotential.orchestrator.flow.Gates;
import ai.fullpotential.orchestrator.flow.PolicyBook;
import ai.fullpotential.orchestrator.flow.PolicyJson;
import ai.fullpotential.orchestrator.flow.StoredPolicy;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.policy.Breaker;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is told of a policy: what is stored for a droplet, and what holds for it. */
final class PolicyAnswer {

  private final PolicyBook book;
  private final KnownDroplets droplets;
  private final Gates gates;

  PolicyAnswer(PolicyBook book, KnownDroplets droplets, Gates gates) {
    this.book = book;
    this.droplets = droplets;
    this.gates = gates;
  }

  byte[] all() {
    List<StoredPolicy> all = book.all();
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("policies");
          for (StoredPolicy stored : all) {
            write(json, stored.name());
          }
          json.writeEndArray();
          json.writeNumberField("total", all.size());
          json.writeArrayFieldStart("breakers");
          for (String name : droplets.names()) {
            writeBreaker(json, name);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Only one that is not closed: most are. */
  private void writeBreaker(JsonGenerator json, String name) throws IOException {
    Optional<GateState> gate = gates.state(name);
    if (gate.isEmpty()) {
      return;
    }
    boolean isOpen = gate.get().openByCluster() || gate.get().breaker() == Breaker.State.OPEN;
    if (isOpen || gate.get().breaker() == Breaker.State.HALF_OPEN) {
      json.writeStartObject();
      json.writeStringField("droplet_name", name);
      json.writeStringField("state", isOpen ? "open" : "half_open");
      json.writeEndObject();
    }
  }

  byte[] of(String name) {
    return Json.bytes(json -> write(json, name));
  }

  private void write(JsonGenerator json, String name) throws IOException {
    Optional<StoredPolicy> stored = book.find(name);
    json.writeStartObject();
    json.writeStringField(
        "droplet_name", stored.map(StoredPolicy::name).orElseGet(() -> droplets.spelling(name)));
    json.writeBooleanField("known", name.equals(Policies.DEFAULT) || droplets.lists(name));
    writeBoth(json, book, name);
    json.writeEndObject();
  }

  /** What is stored for the droplet alone, or null, and what holds for it. */
  static JsonText both(PolicyBook book, String name) {
    return Json.text(
        json -> {
          json.writeStartObject();
          writeBoth(json, book, name);
          json.writeEndObject();
        });
  }

  private static void writeBoth(JsonGenerator json, PolicyBook book, String name)
      throws IOException {
    Optional<StoredPolicy> stored = book.find(name);
    DropletPolicy effective = book.get().of(name);
    json.writeFieldName("stored");
    if (stored.isPresent()) {
      write(json, stored.get().policy());
    } else {
      json.writeNull();
    }
    json.writeFieldName("effective");
    write(json, effective.withPaused(effective.isPaused()));
  }

  private static void write(JsonGenerator json, DropletPolicy policy) throws IOException {
    json.writeStartObject();
    PolicyJson.write(json, policy);
    json.writeEndObject();
  }
}
