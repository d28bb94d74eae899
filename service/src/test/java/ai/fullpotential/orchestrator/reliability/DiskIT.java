package ai.fullpotential.orchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * S1 and S2: the disk is full, or its syncs fail. Tasks are refused at once, all else is answered, none
 * that was taken is lost, and the same process takes tasks again soon after.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class DiskIT {

  private static final Duration HOW_LONG = Duration.ofSeconds(3);
  private static final int CALLERS = 8;

  @TempDir Path directory;

  /** How a full disk is made and ended. */
  private interface Fault extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  @Test
  void aFullDiskIsRefusedAndOvercome() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", small.toString()) == 0;
    try (Scene scene =
        new Scene(
            directory,
            Scale.seed(),
            CALLERS,
            mounted ? Map.of("DATA_DIR", small.toString()) : Map.of())) {
      outages(
          "S1 by=" + (mounted ? "tmpfs" : "strace"),
          scene,
          () ->
              mounted
                  ? fill(small.resolve("filler"))
                  : inject("ENOSPC", "pwrite64,ftruncate,fallocate", scene));
    } finally {
      if (mounted) {
        assertThat(run("umount", small.toString())).isZero();
      }
    }
  }

  @Test
  void syncsThatFailAreRefusedAndOvercome() throws Exception {
    try (Scene scene = new Scene(directory, Scale.seed(), CALLERS, Map.of())) {
      outages("S2", scene, () -> inject("EIO", "fsync,fdatasync", scene));
    }
  }

  /** Makes a fault. */
  private interface Maker {
    Fault make() throws IOException;
  }

  private static void outages(String name, Scene scene, Maker maker) throws Exception {
    int rounds = Scale.count(1, 20);
    int fired = 0;
    Outage outage = new Outage(scene);
    scene.start();
    scene.load.start();
    long pid = scene.service.pid();
    boolean goesOn = true;
    for (int round = 0; round < rounds && goesOn; round++) {
      Thread.sleep(500);
      try (Fault _ = maker.make()) {
        if (outage.awaitRefusal()) {
          fired++;
          outage.probe(HOW_LONG);
        }
      }
      goesOn = outage.awaitAcceptance();
    }
    scene.checkFile();
    outage
        .judge(scene.settle(name))
        .put("rounds", rounds)
        .expect("takes no task again", goesOn)
        .expect("another process", scene.service.isAlive() && scene.service.pid() == pid)
        .faults(rounds, fired)
        .conclude();
  }

  private static Fault inject(String error, String calls, Scene scene) {
    Injection injection = Injection.of(error, calls, scene.service.pid());
    return injection::close;
  }

  /** Takes all the room that is left. */
  private static Fault fill(Path filler) {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return () -> Files.delete(filler);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
