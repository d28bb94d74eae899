package ai.fullpotential.orchestrator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DemoDirectoryTest {

  @Test
  void isGoneWithAllThatIsInIt() throws IOException {
    DemoDirectory directory = DemoDirectory.create();
    Files.writeString(
        Files.createDirectory(directory.path().resolve("inner")).resolve("file"), "x");

    directory.close();

    assertThat(directory.path()).doesNotExist();
  }
}
