package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {

  @TempDir private Path directory;

  @Test
  void holdsWhatWasWrittenLast() throws Exception {
    Path made = directory.resolve("made/when/needed");
    DurableFile file = new DurableFile(made, "f.json");
    assertThat(file.read()).isEmpty();

    file.write(bytes("a longer first text"));
    file.write(bytes("second"));

    assertThat(file.read()).hasValue(bytes("second"));
    assertThat(names(made)).containsExactly("f.json");
  }

  @Test
  void keepsTheOldContentWhenAWriteFails() throws Exception {
    DurableFile file = new DurableFile(directory, "f.json");
    file.write(bytes("good"));
    Path inTheWay = directory.resolve("f.json." + ProcessHandle.current().pid() + ".tmp");
    Files.createDirectories(inTheWay.resolve("full"));

    assertThatThrownBy(() -> file.write(bytes("never"))).isInstanceOf(IOException.class);

    assertThat(file.read()).hasValue(bytes("good"));
  }

  @Test
  void setsItselfAsideAgainAndAgain() throws Exception {
    DurableFile file = new DurableFile(directory, "f.json");
    file.write(bytes("one"));
    file.setAside();
    file.write(bytes("two"));

    assertThat(file.setAside()).hasContent("two");
    assertThat(file.read()).isEmpty();
    assertThat(names(directory)).containsExactly("f.json.damaged");
  }

  @Test
  void sweepsAwayWhatDeadProcessesLeft() throws Exception {
    long dead = 4_194_999; // above the largest process id of Linux
    Files.writeString(directory.resolve("f.json." + dead + ".tmp"), "half");
    Files.writeString(
        directory.resolve("f.json." + ProcessHandle.current().pid() + ".tmp"), "being written");
    Files.writeString(directory.resolve("f.json.notes.tmp"), "a person's");
    Files.writeString(directory.resolve("g.json." + dead + ".tmp"), "another file's");

    new DurableFile(directory, "f.json").sweep();
    new DurableFile(directory.resolve("absent"), "f.json").sweep();

    assertThat(names(directory))
        .containsExactlyInAnyOrder(
            "f.json." + ProcessHandle.current().pid() + ".tmp",
            "f.json.notes.tmp",
            "g.json." + dead + ".tmp");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
