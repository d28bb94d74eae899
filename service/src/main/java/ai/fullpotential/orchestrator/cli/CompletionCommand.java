package ai.fullpotential.orchestrator.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Prints what a shell needs to complete commands and options. */
record CompletionCommand(Terminal terminal) implements Command {

  private static final List<String> SHELLS = List.of("bash", "zsh");

  /** zsh takes bash's completions once it was told to, and compinit must have run before. */
  private static final String ZSH_FIRST =
      "autoload -Uz compinit bashcompinit && compinit && bashcompinit";

  @Override
  public CommandSpec spec() {
    return Specs.of(
            this,
            "completion",
            "Print a script that makes the shell complete commands, options and statuses.",
            "source <(orchestrator completion bash)",
            "in this bash; put it into ~/.bashrc for all",
            "source <(orchestrator completion zsh)",
            "in this zsh; put it into ~/.zshrc for all")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SHELL")
                .type(String.class)
                .required(true)
                .completionCandidates(SHELLS)
                .description("bash or zsh.")
                .build());
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    Given given = new Given(parsed);
    String shell = given.required(0);
    if (!SHELLS.contains(shell)) {
      throw given.wrong("'" + shell + "' is none of the shells that it can do: bash, zsh");
    }
    if (shell.equals("zsh")) {
      terminal.out().println(ZSH_FIRST);
    }
    terminal
        .out()
        .print(AutoComplete.bash(Cli.NAME, given.parsed().commandSpec().root().commandLine()));
    return ExitCode.OK;
  }
}
