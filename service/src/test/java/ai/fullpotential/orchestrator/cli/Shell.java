package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.config.Loading;
import ai.fullpotential.orchestrator.config.Loading.Loaded;
import ai.fullpotential.orchestrator.config.SettingsLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A command line with an environment of its own, and actions that only note what was asked. */
final class Shell implements Actions {

  final List<String> actions = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Supplier<Loading> settings;
  ExitCode ending = ExitCode.OK;

  Shell(Path directory, Map<String, String> environment) {
    this(() -> new SettingsLoader(environment, directory).load());
  }

  Shell(Supplier<Loading> settings) {
    this.settings = settings;
  }

  ExitCode run(String... arguments) {
    return new Cli(settings, this, new PrintWriter(out), new PrintWriter(err)).run(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  @Override
  public ExitCode serve(Loaded loaded) {
    actions.add("serve on " + loaded.settings().server().port());
    return ending;
  }

  @Override
  public ExitCode demo(Loaded loaded, DemoOptions options) {
    actions.add("demo on " + loaded.settings().server().port() + (options.once() ? " once" : ""));
    return ending;
  }
}
