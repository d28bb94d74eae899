package ai.fullpotential.orchestrator.app;

import ai.fullpotential.orchestrator.config.Settings;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.registry.DropletProber;
import ai.fullpotential.orchestrator.registry.ListChanges;
import ai.fullpotential.orchestrator.registry.MeshListener;
import ai.fullpotential.orchestrator.registry.Reachability;
import ai.fullpotential.orchestrator.registry.RegistryClient;
import ai.fullpotential.orchestrator.registry.RegistrySettings;
import ai.fullpotential.orchestrator.registry.RegistrySync;
import ai.fullpotential.orchestrator.registry.SelfRegistration;
import ai.fullpotential.orchestrator.registry.SnapshotFile;
import ai.fullpotential.orchestrator.registry.SyncPace;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.util.List;

/** All that keeps the list of droplets: what is known, and the work behind it. */
final class Mesh implements AutoCloseable {

  final DropletDirectory directory;
  final Reachability reachability;
  final RegistrySync sync;
  final SelfRegistration registration;
  private final DropletProber prober;

  /**
   * A mesh.
   *
   * @param http for droplets; the Registry's address is the operator's word and is not doubted
   */
  Mesh(Settings all, HttpCaller http, Loops loops, MeshListener listener, SystemTime time) {
    RegistrySettings settings = all.registry();
    HttpCaller toRegistry = new HttpCaller(loops, all.outbound().toAnywhere());
    RegistryClient client =
        new RegistryClient(toRegistry, settings.url(), settings.timeout(), time);
    directory = new DropletDirectory(time, settings.cacheExpiry());
    reachability = new Reachability(directory, listener, time, settings.heartbeatTimeout());
    prober = new DropletProber(http, directory, reachability, settings, time);
    registration = new SelfRegistration(client, settings);
    sync =
        new RegistrySync(
            client,
            directory,
            new SnapshotFile(settings.cacheDir(), time),
            List.of(new ListChanges(listener), prober, registration),
            new SyncPace(settings.syncInterval(), time),
            time);
  }

  void start() {
    sync.start();
    prober.start();
  }

  @Override
  public void close() {
    prober.close();
    registration.close();
    sync.close();
  }
}
