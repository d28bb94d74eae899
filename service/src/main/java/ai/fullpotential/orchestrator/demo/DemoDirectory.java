package ai.fullpotential.orchestrator.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a demo keeps its data; gone with it.
 *
 * @param path a directory of its own
 */
public record DemoDirectory(Path path) implements AutoCloseable {

  /** A new one among the machine's temporary files. */
  public static DemoDirectory create() {
    try {
      return new DemoDirectory(Files.createTempDirectory("orchestrator-demo"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innermostFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
