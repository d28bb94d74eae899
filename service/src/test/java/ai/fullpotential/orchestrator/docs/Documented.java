package ai.fullpotential.orchestrator.docs;

import ai.fullpotential.orchestrator.app.Application;
import ai.fullpotential.orchestrator.app.CannotStart;
import ai.fullpotential.orchestrator.app.Observers;
import ai.fullpotential.orchestrator.config.Loading.Loaded;
import ai.fullpotential.orchestrator.config.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;

/** The service that the documents speak of, on free ports, and with the waits before retries cut short. */
final class Documented {
  private Documented() {}

  static Application start(Path directory) throws CannotStart {
    Map<String, String> environment =
        Map.of(
            "HOST", "127.0.0.1",
            "PORT", "0",
            "REGISTRY_PORT", "0",
            "DATA_DIR", directory.toString(),
            "CACHE_DIR", directory.toString(),
            "TASK_BACKOFF_BASE", "0.01");
    Loaded loaded = (Loaded) new SettingsLoader(environment, directory).load();
    return Application.start(
        loaded.settings(),
        new Observers(
            (method, path, template, status, requestId, traceId, took) -> {},
            (method, path, template, status, requestId, traceId, took) -> {},
            task -> {},
            deed -> {}));
  }
}
