package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.net.BaseUrl;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the Registry is, and how it is used.
 *
 * @param url the Registry
 * @param publicUrl where others reach this service: what it registers as its endpoint
 * @param dropletId the id it asks for when it registers
 * @param version the version it registers
 * @param syncInterval between two syncs, and the longest wait after a failed one
 * @param timeout for one call to the Registry
 * @param cacheExpiry how long after a sync its list counts as active
 * @param cacheDir where the last good list is kept on disk
 * @param probeInterval between two probes of a droplet
 * @param heartbeatTimeout how long after its last heartbeat a droplet is missed
 */
public record RegistrySettings(
    BaseUrl url,
    BaseUrl publicUrl,
    long dropletId,
    String version,
    Duration syncInterval,
    Duration timeout,
    Duration cacheExpiry,
    Path cacheDir,
    Duration probeInterval,
    Duration heartbeatTimeout) {

  /** The same with another Registry. */
  public RegistrySettings withUrl(BaseUrl other) {
    return new RegistrySettings(
        other,
        publicUrl,
        dropletId,
        version,
        syncInterval,
        timeout,
        cacheExpiry,
        cacheDir,
        probeInterval,
        heartbeatTimeout);
  }

  /** The same, reached by others elsewhere. */
  public RegistrySettings withPublicUrl(BaseUrl other) {
    return new RegistrySettings(
        url,
        other,
        dropletId,
        version,
        syncInterval,
        timeout,
        cacheExpiry,
        cacheDir,
        probeInterval,
        heartbeatTimeout);
  }
}
