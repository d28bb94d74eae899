package ai.fullpotential.orchestrator;

import ai.fullpotential.orchestrator.app.Application;
import ai.fullpotential.orchestrator.app.CannotListen;
import ai.fullpotential.orchestrator.app.Observers;
import ai.fullpotential.orchestrator.cli.Actions;
import ai.fullpotential.orchestrator.cli.ExitCode;
import ai.fullpotential.orchestrator.config.Loading;
import ai.fullpotential.orchestrator.config.Loading.Loaded;
import ai.fullpotential.orchestrator.config.Settings;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ai.fullpotential.orchestrator.config.SettingsLoader;
import ai.fullpotential.orchestrator.demo.DemoRun;
import ai.fullpotential.orchestrator.logging.Logging;
import ai.fullpotential.orchestrator.logging.RequestLog;
import ai.fullpotential.orchestrator.logging.TaskLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands that run the service in this process. */
final class Service implements Actions {

  private static final Logger log = LoggerFactory.getLogger(Service.class);

  private final PrintWriter out;
  private final PrintWriter err;

  Service(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public ExitCode serve(Loaded loaded) {
    Settings settings = loaded.settings();
    Logging logging = Logging.start(settings.logLevel(), settings.logFormat());
    loaded.warnings().forEach(log::warn);
    try {
      Application application =
          Application.start(
              settings,
              new Observers(new RequestLog(), RequestLog.ofEmbeddedRegistry(), new TaskLog()));
      return untilSignal(application, logging);
    } catch (CannotListen e) {
      logging.close();
      err.println("orchestrator: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  @Override
  public ExitCode demo(Loaded loaded, DemoOptions options) {
    Loading forDemo = new SettingsLoader(demoEnvironment(options), Path.of("")).load();
    if (!(forDemo instanceof Loaded demo) || demo.settings().embedded().isEmpty()) {
      err.println("orchestrator: the demo runs a Registry of its own; unset REGISTRY_URL for it");
      return ExitCode.USAGE;
    }
    Settings settings = demo.settings();
    Logging logging = Logging.start(demoLevel(settings), settings.logFormat());
    try {
      Application application =
          Application.start(
              settings,
              new Observers(new RequestLog(), RequestLog.ofEmbeddedRegistry(), new TaskLog()));
      DemoRun run = new DemoRun(application.port(), application.registryUrl(), out);
      run.show();
      if (options.once()) {
        run.close();
        application.close();
        logging.close();
        return ExitCode.OK;
      }
      run.tellWhereToGoOn();
      return untilSignal(application, logging);
    } catch (CannotListen e) {
      logging.close();
      err.println("orchestrator: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  /** The usual lines would stand between those of the table. */
  private static LogLevel demoLevel(Settings settings) {
    return settings.logLevel() == LogLevel.INFO ? LogLevel.WARNING : settings.logLevel();
  }

  /** A demo leaves nothing behind, and one that is only shown takes no port that may be in use. */
  private static Map<String, String> demoEnvironment(DemoOptions options) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    try {
      Path directory = Files.createTempDirectory("orchestrator-demo");
      environment.put("DATA_DIR", directory.toString());
      environment.put("CACHE_DIR", directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (options.once()) {
      environment.put("HOST", "127.0.0.1");
      environment.put("PORT", "0");
      environment.put("REGISTRY_PORT", "0");
    }
    return environment;
  }

  /**
   * Serves until the process is told to stop, then stops in order and leaves with 0. A process that a
   * signal ends would otherwise leave with the signal's own code.
   */
  private static ExitCode untilSignal(Application application, Logging logging) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  application.close();
                  logging.close();
                  Runtime.getRuntime().halt(ExitCode.OK.value());
                },
                "stop"));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }
}
