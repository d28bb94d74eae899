package ai.fullpotential.orchestrator.reliability;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The service as a process of its own, from the launcher, that can be killed and started again in the
 * same place. Its port stays the same.
 */
final class ServiceProcess implements AutoCloseable {

  /** Where the repository is, seen from the module that the tests run in. */
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Duration TO_SERVE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+Z ");

  private final Path log;
  private final Map<String, String> environment = new HashMap<>();
  private final URI url;
  private final Api api;
  private @Nullable Process process;

  /**
   * A service that does not run yet.
   *
   * @param directory of its own: for its data, its cache and its log
   * @param registry where its Registry is
   * @param settings that differ from what runs usually have
   */
  ServiceProcess(Path directory, URI registry, Map<String, String> settings) {
    int port = freePort();
    log = directory.resolve("service.log");
    url = URI.create("http://127.0.0.1:" + port);
    api = new Api(() -> url);
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", Integer.toString(port));
    environment.put("REGISTRY_URL", registry.toString());
    environment.put("DATA_DIR", directory.resolve("data").toString());
    environment.put("CACHE_DIR", directory.resolve("cache").toString());
    environment.put("TASK_BACKOFF_BASE", "0.05");
    environment.putAll(settings);
  }

  /** Below the ports that the system gives to clients: a client would else meet itself there. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // then another
      }
    }
  }

  /** Starts it without waiting, beneath a wrapper if one is given. */
  void launch(String... wrapper) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Stream.concat(
                          Stream.of(wrapper),
                          Stream.of(ROOT.resolve("orchestrator").toString(), "serve"))
                      .toList())
              .directory(log.getParent().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      process = builder.redirectInput(new File("/dev/null")).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, waits until it takes tasks, and says how long that took. */
  Duration start(String... wrapper) throws InterruptedException {
    long begin = System.nanoTime();
    launch(wrapper);
    if (!awaitReady()) {
      throw new AssertionError("it does not serve; it said: " + tail());
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Waits until it takes tasks; false when it ends before. */
  boolean awaitReady() throws InterruptedException {
    long begin = System.nanoTime();
    while (isAlive() && System.nanoTime() - begin < TO_SERVE.toNanos()) {
      try {
        if (api.get("/health", LOOK).json().path("status").asText().equals("active")) {
          return true;
        }
      } catch (IOException notYet) {
        // look again
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return false;
  }

  URI url() {
    return url;
  }

  Api api() {
    return api;
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The id of the process that serves, below a wrapper. */
  long pid() {
    Process running = running();
    return running
        .descendants()
        .reduce((_, last) -> last)
        .map(ProcessHandle::pid)
        .orElse(running.pid());
  }

  /** SIGKILL, and waits until nothing is left of it. */
  void kill() throws InterruptedException {
    Process running = running();
    List<ProcessHandle> below = running.descendants().toList();
    below.forEach(ProcessHandle::destroyForcibly);
    running.destroyForcibly().waitFor();
  }

  /** SIGTERM; what it leaves with, or null when it does not within the time. */
  @Nullable Integer terminate(Duration atMost) throws InterruptedException {
    Process running = running();
    running.destroy();
    return running.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS) ? running.exitValue() : null;
  }

  /** Sends it a signal by its name: STOP, CONT. */
  void signal(String name) throws InterruptedException {
    try {
      int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
      if (code != 0) {
        throw new AssertionError("cannot send " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end; false when it lives on. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return running().waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("it was never started");
    }
    return process;
  }

  /** The lines it said that have this in them. */
  List<String> linesWith(String what) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(what)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of what it said. */
  String tail() {
    List<String> lines = lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 50), lines.size()));
  }

  /** Whether a line of what it said holds this. */
  boolean said(String text) {
    return lines().stream().anyMatch(line -> line.contains(text));
  }

  /** The time that its last line bears. */
  Instant lastLogged() {
    return lines().stream()
        .filter(line -> TIME.matcher(line).lookingAt())
        .reduce((_, last) -> last)
        .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
        .orElse(Instant.EPOCH);
  }

  private List<String> lines() {
    try {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      List<ProcessHandle> all =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(one -> one.onExit().join());
    }
    api.close();
  }
}
