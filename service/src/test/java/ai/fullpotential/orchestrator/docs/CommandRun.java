package ai.fullpotential.orchestrator.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a documented command did.
 *
 * @param printed on standard output, with the documented ports
 * @param httpStatus of the last answer that curl got; null when it got none
 * @param complaints on standard error
 */
record CommandRun(int exitCode, String printed, @Nullable Integer httpStatus, String complaints) {

  /** Makes every curl tell each answer's status on standard error, and read nobody's own settings. */
  private static final String CURL_SETTINGS = "write-out = \"%{stderr}HTTP %{http_code}\\n\"\n";

  private static final String STATUS = "HTTP ";

  /** Runs the command in this directory. */
  static CommandRun of(String command, Ports ports, Path directory) {
    try {
      Files.writeString(directory.resolve(".curlrc"), CURL_SETTINGS);
      Path complaints = directory.resolve("complaints");
      ProcessBuilder shell =
          new ProcessBuilder("sh", "-c", ports.toReal(command))
              .directory(directory.toFile())
              .redirectError(complaints.toFile());
      shell.environment().put("CURL_HOME", directory.toString());
      Process process = shell.start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      List<String> told = Files.readAllLines(complaints);
      return new CommandRun(
          exitCode, ports.toShown(printed), lastStatus(told), String.join("\n", told));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static @Nullable Integer lastStatus(List<String> told) {
    return told.isEmpty() || !told.getLast().startsWith(STATUS)
        ? null
        : Integer.valueOf(told.getLast().substring(STATUS.length()));
  }
}
