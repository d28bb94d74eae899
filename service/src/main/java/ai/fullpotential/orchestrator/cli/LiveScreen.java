package ai.fullpotential.orchestrator.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The terminal while a view is drawn in it, either over the whole of it or below what stands there.
 * Only what has changed is drawn. However the process ends, short of being killed, the terminal is
 * left as it was found.
 */
final class LiveScreen implements AutoCloseable {

  private static final int ESCAPE = 27;
  private static final int END = -1;
  private static final int NOTHING = -2;
  private static final Duration REST_OF_A_KEY = Duration.ofMillis(50);

  private final org.jline.terminal.Terminal terminal;
  private final boolean full;
  private final Attributes before;
  private final Display display;
  private final Thread hook = new Thread(() -> restore(true), "restore-terminal");
  private final byte[] leaving;
  private Size size = Size.of(0, 0);
  private boolean restored;

  private LiveScreen(org.jline.terminal.Terminal terminal, boolean full) {
    this.terminal = terminal;
    this.full = full;
    this.before = terminal.getAttributes();
    this.display = new Display(terminal, full);
    this.leaving = leaving().getBytes(StandardCharsets.UTF_8);
  }

  private String leaving() {
    List<Capability> all =
        full
            ? List.of(Capability.keypad_local, Capability.exit_ca_mode, Capability.cursor_normal)
            : List.of(Capability.cursor_normal);
    return all.stream()
        .map(terminal::getStringCapability)
        .filter(Objects::nonNull)
        .map(Curses::tputs)
        .collect(Collectors.joining());
  }

  /** The terminal, if there is one that can be drawn in. */
  static Optional<LiveScreen> open(boolean full) {
    try {
      // Signals stay the JVM's: its shutdown restores the terminal.
      org.jline.terminal.Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .dumb(false)
              .nativeSignals(false)
              .graphemeCluster(false)
              .build();
      if (Stream.of(Capability.cursor_up, Capability.clr_eol)
          .anyMatch(capability -> terminal.getStringCapability(capability) == null)) {
        terminal.close();
        return Optional.empty();
      }
      LiveScreen screen = new LiveScreen(terminal, full);
      screen.begin();
      return Optional.of(screen);
    } catch (IOException | IllegalStateException none) {
      return Optional.empty();
    }
  }

  private void begin() {
    Runtime.getRuntime().addShutdownHook(hook);
    Attributes quiet = new Attributes(before);
    quiet.setLocalFlag(LocalFlag.ECHO, false);
    quiet.setLocalFlag(LocalFlag.ICANON, false);
    // Ctrl-Z in the full screen would leave the shell with it.
    quiet.setLocalFlag(LocalFlag.ISIG, !full);
    terminal.setAttributes(quiet);
    if (full) {
      terminal.puts(Capability.enter_ca_mode);
      terminal.puts(Capability.keypad_xmit);
    }
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  int columns() {
    return Math.max(1, terminal.getSize().getColumns());
  }

  int rows() {
    return Math.max(1, terminal.getSize().getRows());
  }

  /** Whether it has another size than when it was last drawn. */
  boolean isResized() {
    return !terminal.getSize().equals(size);
  }

  /** Shows these lines in the place of those before; what has no room is left out. */
  synchronized void draw(List<String> lines) {
    if (restored) {
      return;
    }
    Size now = Size.of(terminal.getSize());
    if (!now.equals(size)) {
      size = now;
      display.resize(size);
      if (full) {
        display.clear();
      }
    }
    List<AttributedString> fitted =
        lines.stream()
            .limit(size.getRows())
            .map(line -> AttributedString.fromAnsi(line).columnSubSequence(0, size.getColumns()))
            .toList();
    display.update(fitted, /* targetCursorPos= */ full ? 0 : -1);
  }

  /** The next key, if one comes in time. */
  Key key(Duration atMost) throws IOException {
    int first = terminal.reader().read(atMost.toMillis());
    return switch (first) {
      case NOTHING -> Key.NONE;
      case ESCAPE -> sequence();
      case END -> Key.QUIT;
      default -> Key.of((char) first);
    };
  }

  private Key sequence() throws IOException {
    int second = terminal.reader().read(REST_OF_A_KEY.toMillis());
    return second == '[' || second == 'O'
        ? Key.ofSequence((char) terminal.reader().read(REST_OF_A_KEY.toMillis()))
        : Key.NONE;
  }

  /** When the process stops the library may be closing the terminal at the same moment. */
  private synchronized void restore(boolean stopping) {
    if (restored) {
      return;
    }
    restored = true;
    if (!full && !stopping) {
      display.update(List.of(), 0);
    }
    write(leaving);
    if (!full && stopping) {
      write(new byte[] {'\n'});
    }
    try {
      terminal.setAttributes(before);
    } catch (RuntimeException closedAlready) {
      // closing has set them
    }
  }

  private static void write(byte[] bytes) {
    try {
      new FileOutputStream(FileDescriptor.out).write(bytes);
    } catch (IOException noTerminalAnyMore) {
      // nothing is left to be restored
    }
  }

  @Override
  public void close() throws IOException {
    restore(false);
    terminal.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stoppingAlready) {
      // the hook has nothing more to do
    }
  }
}
