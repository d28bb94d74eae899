package ai.fullpotential.orchestrator.reliability;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** An error that the kernel gives a running service for as long as this is open, by strace. */
final class Injection implements AutoCloseable {

  private static final int TO_DETACH_SECONDS = 10;

  private final Process strace;

  private Injection(Process strace) {
    this.strace = strace;
  }

  /** Every such call of the process with this id fails with this error from now on. */
  static Injection of(String error, String calls, long pid) {
    try {
      return new Injection(
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-qq",
                  "-o",
                  "/dev/null",
                  "-p",
                  Long.toString(pid),
                  "-e",
                  "trace=" + calls,
                  "-e",
                  "inject=" + calls + ":error=" + error)
              .redirectInput(new File("/dev/null"))
              .inheritIO()
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The calls work again. */
  @Override
  public void close() {
    strace.destroy();
    try {
      if (!strace.waitFor(TO_DETACH_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("strace does not let go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
