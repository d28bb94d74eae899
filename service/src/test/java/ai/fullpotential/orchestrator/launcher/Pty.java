package ai.fullpotential.orchestrator.launcher;

import ai.fullpotential.orchestrator.time.Await;
import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;

/**
 * A shell in a pseudo-terminal in which the launcher can be started, and the screen that a person
 * would see there.
 */
final class Pty implements AutoCloseable {

  private final PtyProcess process;
  private final ScreenTerminal screen;
  private final List<String> written = new CopyOnWriteArrayList<>();

  private Pty(PtyProcess process, int columns, int rows) {
    this.process = process;
    this.screen = new ScreenTerminal(columns, rows);
    Thread.ofPlatform().daemon().name("pty").start(this::read);
  }

  /** Runs a line of shell in which {@code $ORCHESTRATOR} is the launcher. */
  static Pty running(
      Path directory, int columns, int rows, Map<String, String> environment, String line) {
    Map<String, String> all = new HashMap<>(System.getenv());
    all.remove("NO_COLOR");
    all.put("TERM", "xterm-256color");
    all.put("LC_ALL", "C.UTF-8");
    all.put("ORCHESTRATOR", Launched.ROOT.resolve("orchestrator").toString());
    all.putAll(environment);
    try {
      return new Pty(
          new PtyProcessBuilder(new String[] {"bash", "--norc", "-c", line})
              .setDirectory(directory.toString())
              .setEnvironment(all)
              .setInitialColumns(columns)
              .setInitialRows(rows)
              .start(),
          columns,
          rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] some = new char[4096];
      int count = reader.read(some);
      while (count >= 0) {
        String text = new String(some, 0, count);
        written.add(text);
        screen.write(text);
        count = reader.read(some);
      }
    } catch (IOException ended) {
      // the program has closed its end
    }
  }

  /** What stands on the screen. */
  List<String> lines() {
    int columns = screen.getColumns();
    int rows = screen.getRows();
    long[] cells = new long[columns * rows];
    screen.dump(cells, new int[2]);
    return IntStream.range(0, rows).mapToObj(row -> line(cells, row * columns, columns)).toList();
  }

  private static String line(long[] cells, int from, int columns) {
    StringBuilder line = new StringBuilder();
    for (int i = from; i < from + columns; i++) {
      int character = ScreenTerminal.cellCodePoint(cells[i]);
      line.appendCodePoint(character == 0 ? ' ' : character);
    }
    return line.toString().stripTrailing();
  }

  String screen() {
    return String.join("\n", lines());
  }

  /** All that was written, with what a terminal obeys. */
  String written() {
    return String.join("", written);
  }

  /** Waits until the screen looks so. */
  void until(Predicate<String> looks) {
    try {
      Await.until("the screen", () -> looks.test(screen()));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + screen(), e);
    }
  }

  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void resize(int columns, int rows) {
    screen.setSize(Size.of(columns, rows));
    process.setWinSize(new WinSize(columns, rows));
  }

  /** The program that the shell waits for. */
  ProcessHandle program() {
    return shell().children().findFirst().orElseThrow();
  }

  private ProcessHandle shell() {
    return ProcessHandle.of(process.pid()).orElseThrow();
  }

  /** Waits for the shell's end. */
  void ended() throws InterruptedException {
    process.waitFor();
  }

  @Override
  public void close() {
    ProcessHandle.of(process.pid())
        .ifPresent(shell -> shell.descendants().forEach(ProcessHandle::destroyForcibly));
    process.destroyForcibly();
  }
}
