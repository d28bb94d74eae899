package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.time.TimeSource;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this process costs its machine, and since when it runs (contract A7). The first reading loads
 * the JVM's management classes, some 20 ms; a start does not.
 */
public final class ProcessState {

  private static final Path LINUX_STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Duration SHORTEST_SAMPLE = Duration.ofSeconds(1);

  private final TimeSource time;
  private final LongSupplier cpuNanos;
  private final int processors;
  private final Path status;
  private final Instant startedAt;
  private final long startNanos;

  // Guarded by this.
  private long sampledNanos;
  private long sampledCpuNanos;
  private double cpuPercent;
  private boolean sampled;

  /** This process, which counts as started now. */
  public ProcessState(TimeSource time) {
    this(time, ProcessState::cpuNanos, Runtime.getRuntime().availableProcessors(), LINUX_STATUS);
  }

  ProcessState(TimeSource time, LongSupplier cpuNanos, int processors, Path status) {
    this.time = time;
    this.cpuNanos = cpuNanos;
    this.processors = processors;
    this.status = status;
    this.startedAt = time.instant();
    this.startNanos = time.nanos();
    this.sampledNanos = startNanos;
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** When it was started. */
  public Instant lastRestart() {
    return startedAt;
  }

  /** For how long it runs. */
  public Duration uptime() {
    return time.since(startNanos);
  }

  /** The processor time it has used. */
  public Duration cpuTime() {
    return Duration.ofNanos(Math.max(0, cpuNanos.getAsLong()));
  }

  /**
   * Its share of all processors, 0 to 100, with one decimal: since the reading before, or since the
   * start for the first. A reading within a second of the one before tells the same.
   */
  public synchronized double cpuPercent() {
    long now = time.nanos();
    long elapsed = now - sampledNanos;
    if (elapsed > 0 && (!sampled || elapsed >= SHORTEST_SAMPLE.toNanos())) {
      long used = cpuNanos.getAsLong();
      double share = 100.0 * (used - sampledCpuNanos) / elapsed / processors;
      cpuPercent = Math.round(10 * Math.clamp(share, 0, 100)) / 10.0;
      sampledNanos = now;
      sampledCpuNanos = used;
      sampled = true;
    }
    return cpuPercent;
  }

  /** The memory it occupies, in bytes: what is resident, or where that is not told, committed. */
  public long memoryBytes() {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .map(RESIDENT::matcher)
          .filter(Matcher::matches)
          .mapToLong(line -> 1024 * Long.parseLong(line.group(1)))
          .findFirst()
          .orElseGet(ProcessState::committedBytes);
    } catch (IOException notLinux) {
      return committedBytes();
    }
  }

  /** The same in MB of 1024 × 1024 bytes, with one decimal. */
  public double memoryMb() {
    return megabytes(memoryBytes());
  }

  static double megabytes(long bytes) {
    return Math.round(10.0 * bytes / (1024 * 1024)) / 10.0;
  }

  private static long committedBytes() {
    var memory = ManagementFactory.getMemoryMXBean();
    return memory.getHeapMemoryUsage().getCommitted()
        + memory.getNonHeapMemoryUsage().getCommitted();
  }
}
