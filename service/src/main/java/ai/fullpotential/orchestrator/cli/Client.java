package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.Tls;
import ai.fullpotential.orchestrator.net.UnusablePem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What all commands share that speak to a running service: where it is, and who asks. */
record Client(Terminal terminal, Surroundings surroundings) {

  private static final String URL = "--url";
  private static final String TOKEN = "--token";
  private static final String JSON = "--json";
  private static final String CA = "ORCHESTRATOR_CA";
  private static final String DEFAULT_URL = "http://localhost:8001";

  /** Every path of the service is also served at the root, so its URL may be given either way. */
  private static final Pattern PREFIX = Pattern.compile("/orchestrator/*$");

  /** What a command does with the service. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    ExitCode with(Given given, Session session) throws Unreachable;
  }

  /** The command with the options that all share. */
  CommandSpec spec(CommandSpec spec) {
    return spec.addOption(
            Specs.option(
                URL,
                "URL",
                String.class,
                "Where the service is; else ORCHESTRATOR_URL, else " + DEFAULT_URL + "."))
        .addOption(
            Specs.option(
                TOKEN,
                "TOKEN",
                String.class,
                "Who asks; else ORCHESTRATOR_TOKEN, which other users of the machine do not see."))
        .addOption(Specs.flag(JSON, "Print the answer as the JSON that it is."));
  }

  /** Does the work; the service being away is an end like another. */
  ExitCode run(ParseResult parsed, Work work) {
    Given given = new Given(parsed);
    try (ApiClient api =
        new ApiClient(service(given), either(given, TOKEN, "ORCHESTRATOR_TOKEN"), trust(given))) {
      return work.with(given, new Session(api, terminal, surroundings, given.flag(JSON)));
    } catch (Unreachable e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.UNREACHABLE;
    }
  }

  private BaseUrl service(Given given) {
    String url = either(given, URL, "ORCHESTRATOR_URL").orElse(DEFAULT_URL);
    return BaseUrl.parse(PREFIX.matcher(url).replaceFirst(""))
        .orElseThrow(
            () -> given.wrong("'" + url + "' is no URL like " + DEFAULT_URL + " to find it at"));
  }

  /** Whom else to trust than Java does. */
  private Optional<SSLContext> trust(Given given) {
    Optional<String> file =
        Optional.ofNullable(surroundings.environment().get(CA)).filter(value -> !value.isBlank());
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Tls.trusting(Path.of(file.get())));
    } catch (UnusablePem unusable) {
      throw given.wrong(CA + ": " + unusable.problem());
    } catch (InvalidPathException noPath) {
      throw given.wrong(CA + " is no file");
    }
  }

  private Optional<String> either(Given given, String option, String variable) {
    return given
        .text(option)
        .or(() -> Optional.ofNullable(surroundings.environment().get(variable)))
        .filter(value -> !value.isBlank());
  }
}
