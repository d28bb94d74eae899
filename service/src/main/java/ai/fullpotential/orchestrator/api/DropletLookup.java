package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.OnDemandSync;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Finds the one droplet that a request is about, on a thread that may block. */
public final class DropletLookup {

  /** Longer than a sync takes; one that never ends must not hold the request. */
  private static final int PATIENCE_SECONDS = 30;

  private final DropletDirectory directory;
  private final OnDemandSync sync;

  /** In this directory, and at the Registry when it is not in it. */
  public DropletLookup(DropletDirectory directory, OnDemandSync sync) {
    this.directory = directory;
    this.sync = sync;
  }

  /** The droplet of this name, in any case; else that of this id. */
  Optional<Droplet> byNameOrId(String word) {
    return find(() -> directory.find(word).or(() -> directory.findById(Json.string(word))));
  }

  /** The droplet of this id; else that of this name, in any case. */
  Optional<Droplet> byIdOrName(String word) {
    return find(() -> directory.findById(Json.string(word)).or(() -> directory.find(word)));
  }

  /** The droplet of this name, in any case. */
  Optional<Droplet> byName(String name) {
    return find(() -> directory.find(name));
  }

  /** The droplet of this id, a number or a text. */
  Optional<Droplet> byId(JsonText id) {
    return find(() -> directory.findById(id));
  }

  private Optional<Droplet> find(Supplier<Optional<Droplet>> look) {
    Optional<Droplet> known = look.get();
    return known.isPresent() ? known : findAfterSync(look);
  }

  private Optional<Droplet> findAfterSync(Supplier<Optional<Droplet>> look) {
    CountDownLatch synced = new CountDownLatch(1);
    sync.forUnknownName(synced::countDown);
    try {
      boolean _ = synced.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return look.get();
  }

  /** Answers 404, with what is known. */
  void missing(Exchange exchange, String asked) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("requested_droplet", asked);
    details.put("available_droplets", directory.names());
    details.put("cache_status", directory.status().wire());
    exchange.fail(
        ErrorCode.NOT_FOUND, "Droplet '" + BodyFields.shorten(asked) + "' is not known.", details);
  }
}
