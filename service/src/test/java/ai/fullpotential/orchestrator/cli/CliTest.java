package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Version;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "'', serve on 8001",
    "serve, serve on 8001",
    "demo, demo on 8001",
    "demo --once, demo on 8001 once",
  })
  void theArgumentsChooseTheAction(String line, String action) {
    Shell shell = shell(Map.of());

    assertThat(shell.run(arguments(line))).isEqualTo(ExitCode.OK);

    assertThat(shell.actions).containsExactly(action);
    assertThat(shell.out() + shell.err()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theActionsEndIsTheProcessesEnd(ExitCode ending) {
    Shell shell = shell(Map.of());
    shell.ending = ending;

    assertThat(shell.run("serve")).isEqualTo(ending);
  }

  @Test
  void exitCodesAreWhatScriptsRelyOn() {
    assertThat(ExitCode.OK.value()).isZero();
    assertThat(ExitCode.FAILURE.value()).isEqualTo(1);
    assertThat(ExitCode.USAGE.value()).isEqualTo(2);
    assertThat(ExitCode.UNREACHABLE.value()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "demo", "demo --once"})
  void wrongSettingsAreAllToldAndNothingIsDone(String line) {
    Shell shell = shell(Map.of("PORT", "abc", "TASK_TIMEOUT", "0"));

    assertThat(shell.run(arguments(line))).isEqualTo(ExitCode.USAGE);

    assertThat(shell.actions).isEmpty();
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err().lines())
        .containsExactly(
            "orchestrator: 2 settings are wrong",
            "  PORT=abc (environment): must be a whole number from 0 to 65535",
            "  TASK_TIMEOUT=0 (environment): must be a number of seconds above 0 and at most 31536000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsOneLine(String option) {
    Shell shell = shell(Map.of("PORT", "abc"));

    assertThat(shell.run(option)).isEqualTo(ExitCode.OK);

    assertThat(shell.out().lines()).containsExactly("orchestrator " + Version.current());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpShowsCommandsExitCodesAndExamples(String option) {
    Shell shell = shell(Map.of("PORT", "abc"));

    assertThat(shell.run(option)).isEqualTo(ExitCode.OK);

    assertThat(shell.out())
        .startsWith("Usage: orchestrator [OPTIONS] [COMMAND]")
        .contains(
            "  serve ",
            "  submit ",
            "  load ",
            "  demo ",
            "  config ",
            "--version",
            "Exit codes:",
            "Examples:");
    assertThat(shell.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "serve --help, Usage: orchestrator serve [OPTIONS]",
    "demo -h, Usage: orchestrator demo [OPTIONS]",
    "help demo, Usage: orchestrator demo [OPTIONS]",
    "config --help, Usage: orchestrator config [OPTIONS] [COMMAND]",
    "config check --help, Usage: orchestrator config check [OPTIONS]",
    "submit --help, Usage: orchestrator submit [OPTIONS] DROPLET [PATH]",
    "get --help, Usage: orchestrator get [OPTIONS] ID",
    "list --help, Usage: orchestrator list [OPTIONS]",
    "cancel --help, Usage: orchestrator cancel [OPTIONS] ID",
    "replay --help, Usage: orchestrator replay [OPTIONS] [ID]",
    "load --help, Usage: orchestrator load [OPTIONS] FILE",
    "watch --help, Usage: orchestrator watch [OPTIONS] ID",
    "events --help, Usage: orchestrator events [OPTIONS]",
    "token --help, Usage: orchestrator token [OPTIONS]",
    "top --help, Usage: orchestrator top [OPTIONS]",
    "droplets --help, Usage: orchestrator droplets [OPTIONS]",
    "pause --help, Usage: orchestrator pause [OPTIONS] DROPLET",
    "resume --help, Usage: orchestrator resume [OPTIONS] DROPLET",
    "policies --help, Usage: orchestrator policies [OPTIONS]",
    "policy --help, Usage: orchestrator policy [OPTIONS] [COMMAND]",
    "policy get --help, Usage: orchestrator policy get [OPTIONS] DROPLET",
    "policy set --help, Usage: orchestrator policy set [OPTIONS] DROPLET",
    "policy delete --help, Usage: orchestrator policy delete [OPTIONS] DROPLET",
    "schedules --help, Usage: orchestrator schedules [OPTIONS] [COMMAND]",
    "schedules pause --help, Usage: orchestrator schedules pause [OPTIONS] SCHEDULE",
    "schedules resume --help, Usage: orchestrator schedules resume [OPTIONS] SCHEDULE",
    "schedules trigger --help, Usage: orchestrator schedules trigger [OPTIONS] SCHEDULE",
    "completion --help, Usage: orchestrator completion [OPTIONS] SHELL",
    "help config check, Usage: orchestrator config check [OPTIONS]",
  })
  void everyCommandHasHelpWithExamples(String line, String usage) {
    Shell shell = shell(Map.of());

    assertThat(shell.run(arguments(line))).isEqualTo(ExitCode.OK);

    assertThat(shell.out()).startsWith(usage).contains("Examples:\n  ");
    assertThat(shell.actions).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "serv, orchestrator: Unmatched argument at index 0: 'serv', serve, orchestrator",
    "demo --onec, orchestrator: Unknown option: '--onec', --once, orchestrator demo",
    "config chek, orchestrator: Unmatched argument at index 1: 'chek', config check, orchestrator config",
    "--versoin, orchestrator: Unknown option: '--versoin', --version, orchestrator",
  })
  void aSlipIsToldInOneLineWithWhatWasPerhapsMeant(
      String line, String problem, String meant, String command) {
    Shell shell = shell(Map.of());

    assertThat(shell.run(arguments(line))).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err().lines()).hasSize(3).first().isEqualTo(problem);
    assertThat(shell.err().lines().toList().get(1)).contains(meant);
    assertThat(shell.err().lines()).last().isEqualTo("Try '" + command + " --help'.");
    assertThat(shell.out()).isEmpty();
    assertThat(shell.actions).isEmpty();
  }

  @Test
  void aGroupOfCommandsWantsOneOfThem() {
    Shell shell = shell(Map.of());

    assertThat(shell.run("config")).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err().lines())
        .containsExactly(
            "orchestrator: Missing command: 'config' wants 'check'",
            "Try 'orchestrator config --help'.");
  }

  @Test
  void anArgumentThatNamesAFileIsNotReadFromIt() {
    Shell shell = shell(Map.of());

    assertThat(shell.run("serve", "@/etc/hostname")).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err()).contains("'@/etc/hostname'");
  }

  @Test
  void aBugIsAFailureAndShowsWhereItIs() {
    Shell shell =
        new Shell(
            () -> {
              throw new IllegalStateException("impossible");
            });

    assertThat(shell.run("serve")).isEqualTo(ExitCode.FAILURE);

    assertThat(shell.err())
        .startsWith("orchestrator: this is a bug: java.lang.IllegalStateException: impossible\n")
        .contains("\tat ");
  }

  private Shell shell(Map<String, String> environment) {
    return new Shell(directory, environment);
  }

  private static String[] arguments(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ");
  }
}
