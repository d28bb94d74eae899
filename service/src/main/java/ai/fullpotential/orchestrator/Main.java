package ai.fullpotential.orchestrator;

import ai.fullpotential.orchestrator.cli.Cli;
import ai.fullpotential.orchestrator.cli.ExitCode;
import ai.fullpotential.orchestrator.cli.Surroundings;
import ai.fullpotential.orchestrator.config.SettingsLoader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;

/** The program's entry. */
public final class Main {
  private Main() {}

  /** Runs what the command line asks for. */
  public static void main(String[] args) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    ExitCode code =
        new Cli(
                () -> SettingsLoader.ofThisProcess().load(),
                new Service(out, err),
                Surroundings.ofThisProcess(),
                out,
                err)
            .run(args);
    System.exit(code.value());
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
  }
}
