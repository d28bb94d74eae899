package ai.fullpotential.orchestrator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {

  @TempDir private Path directory;

  @Test
  void isWhatTheKernelSaysIsResident() throws IOException {
    Path status = directory.resolve("status");
    Files.writeString(status, "Name:\tjava\nVmHWM:\t  999999 kB\nVmRSS:\t  153242 kB\n");
    assertThat(ResidentMemory.bytes(status)).isEqualTo(153242L * 1024);
  }

  @Test
  void elsewhereItIsWhatIsCommitted() {
    assertThat(ResidentMemory.bytes(directory.resolve("none"))).isPositive();
  }
}
