package ai.fullpotential.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Loading.Faulty;
import ai.fullpotential.orchestrator.config.Loading.Loaded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Loading settings in a directory of a test's own, where /var/cache/fpai can be written or not. */
record Loads(Path directory, boolean sharedCache) {

  static Loads in(Path directory) {
    return new Loads(directory, true);
  }

  Loads withFile(String... lines) {
    try {
      Files.write(directory.resolve(".env"), List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Loading load(Map<String, String> environment) {
    return new SettingsLoader(environment, directory, _ -> sharedCache).load();
  }

  Settings settings(Map<String, String> environment) {
    return loaded(environment).settings();
  }

  Loaded loaded(Map<String, String> environment) {
    assertThat(load(environment)).isInstanceOf(Loaded.class);
    return (Loaded) load(environment);
  }

  List<String> faults(Map<String, String> environment) {
    assertThat(load(environment)).isInstanceOf(Faulty.class);
    return ((Faulty) load(environment)).faults().stream().map(Fault::toString).toList();
  }
}
