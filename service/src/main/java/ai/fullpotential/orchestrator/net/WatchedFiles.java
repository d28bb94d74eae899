package ai.fullpotential.orchestrator.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is made of some files, made anew when they change. While they cannot be used, which may be the moment
 * between two of them, what was made before goes on.
 */
final class WatchedFiles<T> implements Supplier<T> {

  private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Loops loops;
  private final List<Path> files;
  private final Reading<T> reading;
  private List<byte[]> seen;
  private volatile T made;
  private String told = "";

  /** Makes something of the bytes of all files. */
  @FunctionalInterface
  interface Reading<T> {
    T make(List<byte[]> bytes) throws UnusablePem;
  }

  /** Reads the files now, and looks at them every second for as long as the loops run. */
  WatchedFiles(Loops loops, List<Path> files, Reading<T> reading) throws UnusablePem {
    this.loops = loops;
    this.files = List.copyOf(files);
    this.reading = reading;
    this.seen = readAll();
    this.made = reading.make(seen);
    await();
  }

  @Override
  public T get() {
    return made;
  }

  private List<byte[]> readAll() throws UnusablePem {
    List<byte[]> all = new ArrayList<>();
    for (Path file : files) {
      all.add(Pem.read(file));
    }
    return all;
  }

  private void await() {
    loops.next().after(LOOK, () -> loops.blocking().execute(this::look));
  }

  private void look() {
    try {
      List<byte[]> now = readAll();
      if (!isSeen(now)) {
        made = reading.make(now);
        seen = now;
        told = "";
        log.atInfo().addKeyValue("files", files).log("certificates read anew");
      }
    } catch (UnusablePem unusable) {
      tell(unusable.problem());
    } finally {
      await();
    }
  }

  /** Once for each problem, not once a second. */
  private void tell(String problem) {
    if (!problem.equals(told)) {
      told = problem;
      log.warn("changed certificates are not used, those before go on: {}", problem);
    }
  }

  private boolean isSeen(List<byte[]> now) {
    for (int i = 0; i < now.size(); i++) {
      if (!Arrays.equals(now.get(i), seen.get(i))) {
        return false;
      }
    }
    return true;
  }
}
