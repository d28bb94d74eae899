package ai.fullpotential.orchestrator;

import ai.fullpotential.orchestrator.app.Application;
import ai.fullpotential.orchestrator.app.CannotStart;
import ai.fullpotential.orchestrator.app.Observers;
import ai.fullpotential.orchestrator.cli.Actions;
import ai.fullpotential.orchestrator.cli.ExitCode;
import ai.fullpotential.orchestrator.config.Loading;
import ai.fullpotential.orchestrator.config.Loading.Loaded;
import ai.fullpotential.orchestrator.config.Settings;
import ai.fullpotential.orchestrator.config.Settings.LogLevel;
import ai.fullpotential.orchestrator.config.SettingsLoader;
import ai.fullpotential.orchestrator.demo.DemoDirectory;
import ai.fullpotential.orchestrator.demo.DemoRun;
import ai.fullpotential.orchestrator.logging.AuditLog;
import ai.fullpotential.orchestrator.logging.Logging;
import ai.fullpotential.orchestrator.logging.RequestLog;
import ai.fullpotential.orchestrator.logging.TaskLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
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
    AtomicReference<Runnable> stop = new AtomicReference<>(logging::close);
    Thread hook = stopOnSignal(() -> stop.get().run());
    try {
      Application application = start(settings);
      stop.set(() -> inOrder(application::close, logging::close));
      return untilSignal();
    } catch (CannotStart e) {
      leaveWithOwnCode(hook, logging);
      return complain(String.valueOf(e.getMessage()));
    } catch (RuntimeException bug) {
      leaveWithOwnCode(hook, logging);
      throw bug;
    }
  }

  @Override
  public ExitCode demo(Loaded loaded, DemoOptions options) {
    DemoDirectory directory = DemoDirectory.create();
    Loading forDemo = new SettingsLoader(demoEnvironment(directory, options), Path.of("")).load();
    if (!(forDemo instanceof Loaded demo) || demo.settings().embedded().isEmpty()) {
      directory.close();
      return complain("the demo runs a Registry of its own; unset REGISTRY_URL for it");
    }
    Settings settings = demo.settings();
    Logging logging = Logging.start(demoLevel(settings), settings.logFormat());
    try {
      Application application = start(settings);
      DemoRun run = new DemoRun(application.port(), application.registryUrl(), out);
      Runnable stop =
          () -> inOrder(run::close, application::close, logging::close, directory::close);
      if (options.once()) {
        run.show();
        stop.run();
        return ExitCode.OK;
      }
      stopOnSignal(stop);
      run.show();
      run.tellWhereToGoOn();
      return untilSignal();
    } catch (CannotStart e) {
      inOrder(logging::close, directory::close);
      return complain(String.valueOf(e.getMessage()));
    } catch (RuntimeException bug) {
      inOrder(logging::close, directory::close);
      throw bug;
    }
  }

  /** What cannot be ended must not keep the rest from ending. */
  private static void inOrder(Runnable... ends) {
    for (Runnable end : ends) {
      try {
        end.run();
      } catch (RuntimeException bug) {
        log.atError().setCause(bug).log("a part did not end in order");
      }
    }
  }

  private static Application start(Settings settings) throws CannotStart {
    return Application.start(
        settings,
        new Observers(
            new RequestLog(), RequestLog.ofEmbeddedRegistry(), new TaskLog(), new AuditLog()));
  }

  private ExitCode complain(String problem) {
    err.println("orchestrator: " + problem);
    return ExitCode.USAGE;
  }

  /** The usual lines would stand between those of the table. */
  private static LogLevel demoLevel(Settings settings) {
    return settings.logLevel() == LogLevel.INFO ? LogLevel.WARNING : settings.logLevel();
  }

  /** A demo leaves nothing behind, and one that is only shown takes no port that may be in use. */
  private static Map<String, String> demoEnvironment(DemoDirectory directory, DemoOptions options) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("DATA_DIR", directory.path().toString());
    environment.put("CACHE_DIR", directory.path().toString());
    if (options.once()) {
      environment.put("HOST", "127.0.0.1");
      environment.put("PORT", "0");
      environment.put("REGISTRY_PORT", "0");
    }
    return environment;
  }

  /**
   * Stops in order when the process is told to, and leaves with 0. A process that a signal ends would
   * otherwise leave with the signal's own code.
   */
  private static Thread stopOnSignal(Runnable stop) {
    Thread hook =
        new Thread(
            () -> {
              try {
                stop.run();
              } finally {
                Runtime.getRuntime().halt(ExitCode.OK.value());
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /** A start that failed is no stop in order, and must not leave with its code. */
  private static void leaveWithOwnCode(Thread hook, Logging logging) {
    logging.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException signalCameFirst) {
      log.debug("stopping already");
    }
  }

  private static ExitCode untilSignal() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }
}
