package ai.fullpotential.orchestrator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStateTest {

  private final ManualTime time = new ManualTime();
  private final AtomicLong cpuNanos = new AtomicLong();

  private ProcessState with(Path status) {
    return new ProcessState(time, cpuNanos::get, 2, status);
  }

  private ProcessState anywhere() {
    return with(Path.of("/no/such/file"));
  }

  private void work(Duration wall, Duration cpu) {
    time.advance(wall);
    cpuNanos.addAndGet(cpu.toNanos());
  }

  @Test
  void knowsSinceWhenItRuns() {
    ProcessState process = anywhere();

    time.advance(Duration.ofMinutes(5));
    time.shiftWallClock(Duration.ofDays(1));

    assertThat(process.lastRestart()).isEqualTo(ManualTime.START);
    assertThat(process.uptime()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void tellsTheShareOfAllProcessorsSinceTheReadingBefore() {
    ProcessState process = anywhere();
    work(Duration.ofSeconds(10), Duration.ofSeconds(5));
    assertThat(process.cpuPercent()).as("since the start").isEqualTo(25.0);

    work(Duration.ofSeconds(10), Duration.ofSeconds(20));
    assertThat(process.cpuPercent()).isEqualTo(100.0);

    work(Duration.ofSeconds(3), Duration.ofSeconds(1));
    assertThat(process.cpuPercent()).isEqualTo(16.7);

    work(Duration.ofSeconds(2), Duration.ZERO);
    assertThat(process.cpuPercent()).isZero();
    assertThat(process.cpuTime()).isEqualTo(Duration.ofSeconds(26));
  }

  @Test
  void tellsTheSameAgainWithinASecond() {
    ProcessState process = anywhere();
    work(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(process.cpuPercent()).isEqualTo(50.0);

    work(Duration.ofMillis(999), Duration.ofMillis(999 * 2));
    assertThat(process.cpuPercent()).isEqualTo(50.0);
    work(Duration.ofMillis(1), Duration.ofMillis(2));
    assertThat(process.cpuPercent()).isEqualTo(100.0);
  }

  @Test
  void staysWithinNoughtAndAHundred() {
    ProcessState process = anywhere();
    assertThat(process.cpuPercent()).as("no time has passed").isZero();
    work(Duration.ofSeconds(1), Duration.ofSeconds(9));
    assertThat(process.cpuPercent()).isEqualTo(100.0);
    work(Duration.ofSeconds(1), Duration.ofSeconds(-20));
    assertThat(process.cpuPercent()).isZero();
    assertThat(process.cpuTime()).isZero();
  }

  @Test
  void readsTheResidentMemory(@TempDir Path dir) throws IOException {
    Path status = dir.resolve("status");
    Files.writeString(
        status, "Name:\tjava\nVmHWM:\t  999999 kB\nVmRSS:\t  153242 kB\nRssAnon:\t1 kB\n");

    assertThat(with(status).memoryBytes()).isEqualTo(153_242L * 1024);
    assertThat(with(status).memoryMb()).isEqualTo(149.7);
  }

  @Test
  void tellsTheCommittedMemoryWhereTheResidentIsNotKnown(@TempDir Path dir) throws IOException {
    Path silent = dir.resolve("status");
    Files.writeString(silent, "Name:\tjava\n");

    assertThat(anywhere().memoryMb()).isGreaterThan(1);
    assertThat(with(silent).memoryMb()).isGreaterThan(1);
  }

  @Test
  void readsThisVeryProcess() {
    ProcessState process = new ProcessState(time);
    time.advance(Duration.ofSeconds(1));

    assertThat(process.memoryMb()).isBetween(10.0, 100_000.0);
    assertThat(process.cpuPercent()).isBetween(0.0, 100.0);
    assertThat(process.cpuTime()).isPositive();
  }
}
