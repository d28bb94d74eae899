package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import ai.fullpotential.orchestrator.registry.Heartbeat;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.registry.Snapshot;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Documents.Document;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeats of droplets: they count at once on the node that takes them, and come to the others, and
 * to the next start, through the store within {@link #LOOK} or two, however many there are in between
 * (decision 0025). Safe for any thread.
 */
public final class Heartbeats {

  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

  /** How often the store is looked at, and written to at most for each droplet. */
  static final Duration LOOK = Duration.ofSeconds(2);

  private static final String KIND = "heartbeat";

  /** Apart, because they may be long and all heartbeats are read again and again. */
  private static final String METRICS = "heartbeat-metrics";

  private static final Duration FORGET = Duration.ofDays(7);

  private final Reachability reachability;
  private final Documents documents;
  private final boolean isShared;
  private final String node;
  private final TimeSource time;
  private final Executor blocking;
  private final Map<String, Heartbeat> unwritten = new ConcurrentHashMap<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  // Of the exchange, of which there is one at a time.
  private final Map<String, Read> read = new HashMap<>();
  private boolean loaded;

  /** A version of a document, and the heartbeat that it is, by this node's clock. */
  private record Read(long version, Heartbeat heartbeat) {}

  /**
   * Heartbeats that nobody has asked for yet.
   *
   * @param documents where they are shared and kept
   * @param isShared whether other nodes may take heartbeats too
   * @param node the name of this one
   * @param blocking runs what may block
   */
  public Heartbeats(
      Reachability reachability,
      Documents documents,
      boolean isShared,
      String node,
      TimeSource time,
      Executor blocking) {
    this.reachability = reachability;
    this.documents = documents;
    this.isShared = isShared;
    this.node = node;
    this.time = time;
    this.blocking = blocking;
  }

  /** Looks for silent droplets and for word of other nodes, on this loop, for as long as it runs. */
  public void start(Loop loop) {
    reachability.look();
    if ((isShared || !loaded || !unwritten.isEmpty()) && busy.compareAndSet(false, true)) {
      blocking.execute(this::exchange);
    }
    loop.after(LOOK, () -> start(loop));
  }

  /**
   * A droplet has told of itself.
   *
   * @param droplet the name of one that is listed
   * @param metrics an object, or JSON null
   */
  public Heartbeat take(String droplet, @Nullable String status, JsonText metrics) {
    Heartbeat heartbeat = new Heartbeat(time.instant(), status, metrics, node);
    reachability.heartbeat(droplet, heartbeat);
    unwritten.put(Snapshot.key(droplet), heartbeat);
    return heartbeat;
  }

  /** What the last heartbeat told of metrics; null for none. May block. */
  public JsonText metrics(String droplet) {
    Optional<JsonText> here =
        reachability.sightings(droplet).lastHeartbeat().map(Heartbeat::metrics);
    return here.orElseGet(
        () ->
            documents
                .find(METRICS, Snapshot.key(droplet))
                .map(Document::body)
                .orElse(JsonText.NULL));
  }

  /** Writes what came here and reads what came elsewhere. */
  void exchange() {
    try {
      unwritten.forEach(
          (key, heartbeat) -> {
            write(key, heartbeat);
            unwritten.remove(key, heartbeat);
          });
      if (isShared || !loaded) {
        documents.all(KIND).forEach(this::read);
        loaded = reachability.knowsDroplets(); // what is read of one that is not listed is dropped
      }
    } catch (StoreUnavailable e) {
      log.atDebug().addKeyValue("reason", e.getMessage()).log("heartbeats not exchanged");
    } finally {
      busy.set(false);
    }
  }

  private void write(String key, Heartbeat heartbeat) {
    JsonText metrics = heartbeat.metrics() == null ? JsonText.NULL : heartbeat.metrics();
    put(METRICS, key, metrics);
    put(
        KIND,
        key,
        Json.text(
            json -> {
              json.writeStartObject();
              json.writeFieldName("at");
              Json.writeEpoch(json, heartbeat.at());
              json.writeStringField("status", heartbeat.status());
              json.writeStringField("node", heartbeat.node());
              json.writeEndObject();
            }));
  }

  private void put(String kind, String id, JsonText body) {
    boolean written = false;
    while (!written) {
      Optional<Document> now = documents.find(kind, id);
      written =
          now.isEmpty()
              ? documents.create(kind, id, body)
              : documents.replace(kind, id, now.get().version(), body);
    }
  }

  private void read(Document document) {
    Read known = read.get(document.id());
    if (known == null || known.version() != document.version()) {
      try {
        known = new Read(document.version(), heartbeat(Json.tree(document.body().utf8())));
        read.put(document.id(), known);
      } catch (MalformedJson e) {
        log.atDebug().addKeyValue("droplet", document.id()).log("a heartbeat cannot be read");
        return;
      }
    }
    if (!known.heartbeat().node().equals(node)) {
      reachability.heartbeat(document.id(), known.heartbeat());
    }
    forget(document, known);
  }

  /**
   * The other node's clock may be wrong by any amount. One that is new since the last look came since
   * then, whatever that clock says; only of those that were there at the start nothing else is known.
   */
  private Heartbeat heartbeat(JsonNode body) {
    Instant now = time.instant();
    Instant earliest = loaded ? now.minus(LOOK.multipliedBy(2)) : Instant.MIN;
    Instant told = instant(body.path("at").asDouble());
    Instant at = told.isAfter(now) ? now : told.isBefore(earliest) ? earliest : told;
    String status = body.path("status").textValue();
    return new Heartbeat(at, status, null, body.path("node").asText());
  }

  private static Instant instant(double epochSeconds) {
    return Instant.ofEpochSecond(0, Math.round(epochSeconds * 1e6) * 1000);
  }

  /** Droplets come and go, and some never come back. */
  private void forget(Document document, Read known) {
    if (known.heartbeat().at().isBefore(time.instant().minus(FORGET))
        && reachability.address(document.id()).isEmpty()) {
      documents.delete(KIND, document.id());
      documents.delete(METRICS, document.id());
      read.remove(document.id());
    }
  }
}
