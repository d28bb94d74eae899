package ai.fullpotential.orchestrator.launcher;

import ai.fullpotential.orchestrator.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The launcher as a process of its own, in a directory of its own. */
final class Launched implements AutoCloseable {

  /** Where the repository is, seen from the module that the tests run in. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path out;
  private final Path err;

  private Launched(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts this launcher with these arguments. */
  static Launched start(
      Path launcher, Path directory, Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(
                  Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList())
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      Map<String, String> usual = new HashMap<>();
      usual.put("HOST", "127.0.0.1");
      usual.put("PORT", "0");
      usual.put("REGISTRY_PORT", "0");
      usual.put("DATA_DIR", directory.resolve("data").toString());
      usual.put("CACHE_DIR", directory.resolve("cache").toString());
      usual.putAll(environment);
      builder.environment().putAll(usual);
      return new Launched(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The launcher of this checkout. */
  static Launched here(Path directory, Map<String, String> environment, String... arguments) {
    return start(ROOT.resolve("orchestrator"), directory, environment, arguments);
  }

  /** Waits for its end and gives its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running; it said: " + out() + err());
    }
    return process.exitValue();
  }

  /** Waits until it has logged that it serves, and gives a port from that line. */
  int port(String key) {
    Pattern pattern = Pattern.compile("serving .*" + key + "(\\d+)");
    Await.until("serving", () -> pattern.matcher(out()).find() || !process.isAlive());
    Matcher matcher = pattern.matcher(out());
    if (!matcher.find()) {
      throw new AssertionError("it does not serve; it said: " + out() + err());
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Sends SIGTERM to the process that the launcher became. */
  void terminate() {
    process.destroy();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  List<String> errLines() {
    return err().lines().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
