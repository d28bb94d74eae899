package ai.fullpotential.orchestrator.embedded;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The memory that this process occupies: what is resident, or where that is not told, committed. The
 * service tells the same figure of the same process; this package does not depend on its metrics.
 */
final class ResidentMemory {

  private static final Path LINUX_STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private ResidentMemory() {}

  static long bytes() {
    return bytes(LINUX_STATUS);
  }

  static long bytes(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .map(RESIDENT::matcher)
          .filter(Matcher::matches)
          .mapToLong(line -> 1024 * Long.parseLong(line.group(1)))
          .findFirst()
          .orElseGet(ResidentMemory::committedBytes);
    } catch (IOException notLinux) {
      return committedBytes();
    }
  }

  private static long committedBytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    return memory.getHeapMemoryUsage().getCommitted()
        + memory.getNonHeapMemoryUsage().getCommitted();
  }
}
