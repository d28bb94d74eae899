package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.dispatch.Dispatcher;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.Access;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import ai.fullpotential.orchestrator.net.Route;
import ai.fullpotential.orchestrator.registry.CacheStatus;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.task.TaskStore;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health}, {@code /info}, {@code /capabilities} and {@code /dependencies}: what this service is
 * and how it does. Tells what is known and never asks anybody.
 */
public final class ServiceResource {

  private static final List<String> FEATURES =
      List.of(
          "task_routing",
          "retry_logic",
          "registry_sync",
          "cache_fallback",
          "self_registration",
          "health_probing",
          "metrics",
          "messaging");

  private final Identity identity;
  private final DropletDirectory directory;
  private final BooleanSupplier registered;
  private final Dispatcher dispatcher;
  private final TaskStore store;
  private final TimeSource time;

  /**
   * What does not change while the process runs.
   *
   * @param dropletId our id in the mesh
   * @param version of this program
   * @param registryUrl the Registry in use
   * @param startedNanos the monotonic reading at the start
   */
  public record Identity(long dropletId, String version, String registryUrl, long startedNanos) {}

  /**
   * The resource.
   *
   * @param registered whether the Registry lists us
   */
  public ServiceResource(
      Identity identity,
      DropletDirectory directory,
      BooleanSupplier registered,
      Dispatcher dispatcher,
      TaskStore store,
      TimeSource time) {
    this.identity = identity;
    this.directory = directory;
    this.registered = registered;
    this.dispatcher = dispatcher;
    this.store = store;
    this.time = time;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.quick("GET", "/health", Access.OPEN, this::health),
        Route.quick("GET", "/info", Access.READ, this::info),
        Route.quick("GET", "/capabilities", Access.READ, this::capabilities),
        Route.quick("GET", "/dependencies", Access.READ, this::dependencies));
  }

  /** The word for how the service does: active, inactive (draining) or error. */
  public String status() {
    if (dispatcher.isDraining()) {
      return "inactive";
    }
    boolean lost = directory.isEmpty() && directory.registryFailed();
    return lost || !store.isWritable() ? "error" : "active";
  }

  private String registryStatus() {
    return directory.registryFailed()
        ? "unavailable"
        : directory.lastSync().isPresent() ? "connected" : "unknown";
  }

  private void health(Exchange exchange) {
    exchange.respond(
        Response.ok(
            new Health(
                status(),
                "orchestrator",
                identity.version(),
                time.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                time.since(identity.startedNanos()).toSeconds(),
                new Dependencies(
                    new RegistryHealth(registryStatus(), identity.registryUrl(), lastSync()),
                    new CacheHealth(
                        directory.status().wire(),
                        ageSeconds(),
                        directory.snapshot().map(s -> s.droplets().size()).orElse(0)),
                    new StoreHealth(
                        store.isWritable() ? "connected" : "unavailable",
                        dispatcher.underWay())))));
  }

  private void info(Exchange exchange) {
    exchange.respond(
        Response.ok(
            new ServiceInfo(
                identity.dropletId(),
                "orchestrator",
                identity.version(),
                identity.registryUrl(),
                registered.getAsBoolean(),
                lastSync(),
                directory.status().wire(),
                ageSeconds())));
  }

  private void capabilities(Exchange exchange) {
    exchange.respond(
        Response.ok(
            new Capabilities(
                identity.version(),
                FEATURES,
                List.of("registry"),
                "1.0",
                new CapabilityNotes("orchestrator", identity.dropletId()))));
  }

  private void dependencies(Exchange exchange) {
    boolean connected = registryStatus().equals("connected");
    exchange.respond(
        Response.ok(
            new DependencyList(
                List.of(new Dependency(1, "registry", connected ? "connected" : "unavailable")),
                List.of(),
                connected ? List.of() : List.of("registry"))));
  }

  private @Nullable BigDecimal lastSync() {
    return directory.lastSync().map(Json::epochSeconds).orElse(null);
  }

  private @Nullable Long ageSeconds() {
    return directory.status() == CacheStatus.UNAVAILABLE
        ? null
        : directory.age().map(Duration::toSeconds).orElse(null);
  }

  private record Health(
      String status,
      String service,
      String version,
      String timestamp,
      long uptimeSeconds,
      Dependencies dependencies) {}

  private record Dependencies(RegistryHealth registry, CacheHealth cache, StoreHealth store) {}

  private record RegistryHealth(String status, String url, @Nullable BigDecimal lastSync) {}

  private record CacheHealth(String status, @Nullable Long ageSeconds, int droplets) {}

  private record StoreHealth(String status, int tasksUnderWay) {}

  private record ServiceInfo(
      long id,
      String name,
      String version,
      String registryUrl,
      boolean registered,
      @Nullable BigDecimal lastRegistrySync,
      String cacheStatus,
      @Nullable Long cacheAgeSeconds) {}

  private record Capabilities(
      String version,
      List<String> features,
      List<String> dependencies,
      String udcVersion,
      CapabilityNotes metadata) {}

  private record CapabilityNotes(String name, long id) {}

  private record DependencyList(
      List<Dependency> required, List<Dependency> optional, List<String> missing) {}

  private record Dependency(int id, String name, String status) {}
}
