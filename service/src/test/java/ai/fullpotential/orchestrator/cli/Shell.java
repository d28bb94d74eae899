package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.config.Loading;
import ai.fullpotential.orchestrator.config.Loading.Loaded;
import ai.fullpotential.orchestrator.config.SettingsLoader;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.time.ManualTime;
import ai.fullpotential.orchestrator.time.Pause;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command line with an environment of its own, in which a pause only moves the time on, and actions
 * that only note what was asked.
 */
final class Shell implements Actions {

  final List<String> actions = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Supplier<Loading> settings;
  final Map<String, String> environment = new HashMap<>();
  final ManualTime time = new ManualTime();
  ExitCode ending = ExitCode.OK;
  Screen screen = Screen.NONE;
  Pause pause = time::advance;
  private String input = "";

  Shell(Path directory, Map<String, String> environment) {
    this(() -> new SettingsLoader(environment, directory).load());
  }

  Shell(Supplier<Loading> settings) {
    this.settings = settings;
  }

  /** One without settings, whose commands speak to the service that is there. */
  static Shell of(BaseUrl service) {
    Shell shell =
        new Shell(
            () -> {
              throw new AssertionError("no command that speaks to a service reads settings");
            });
    shell.environment.put("ORCHESTRATOR_URL", service.toString());
    return shell;
  }

  Shell piping(String text) {
    input = text;
    return this;
  }

  /** Runs a line whose arguments have no blanks in them. */
  ExitCode run(String line) {
    return run(line.split(" "));
  }

  ExitCode run(String... arguments) {
    return cli().run(arguments);
  }

  /** All commands with their options. */
  CommandSpec spec() {
    return cli().spec();
  }

  private Cli cli() {
    return new Cli(settings, this, surroundings(), new PrintWriter(out), new PrintWriter(err));
  }

  /** What a command of this command line would work with. */
  Session session(ApiClient api, Terminal terminal) {
    return new Session(api, terminal, surroundings(), false);
  }

  private Surroundings surroundings() {
    return new Surroundings(
        environment,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        screen,
        ZoneId.of("Asia/Tokyo"),
        time,
        pause);
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
