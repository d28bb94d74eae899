package ai.fullpotential.orchestrator.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Whether a person watches.
 *
 * @param out whether what was asked for goes to a terminal
 * @param err whether what went wrong goes to a terminal
 * @param columns the terminal's width; asked for only when something is fitted into it
 */
public record Screen(boolean out, boolean err, IntSupplier columns) {

  /** Nobody watches. */
  static final Screen NONE = new Screen(false, false, () -> Integer.MAX_VALUE);

  static Screen ofThisProcess() {
    return new Screen(
        isTerminal(1), isTerminal(2), () -> new UsageMessageSpec().autoWidth(true).width());
  }

  /** Java itself tells only whether input and output both are one, which a pipe into us is not. */
  private static boolean isTerminal(int descriptor) {
    try {
      String file =
          Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor))).toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException notLinux) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }
}
