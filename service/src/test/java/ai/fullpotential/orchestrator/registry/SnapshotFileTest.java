package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFileTest {

  private static final String FULL =
      """
      [{"id":7,"name":"A","endpoint":"http://a:1/base","version":"2","status":"active","steward":"Ann",
        "metadata":{"x":1.50},"capabilities":["ocr"]},
       {"id":"d-8","name":"b","url":"http://b"}]""";

  @TempDir private Path directory;
  private final ManualTime time = new ManualTime();
  private final LogWatch log = new LogWatch(SnapshotFile.class);

  @AfterEach
  void closeLog() {
    log.close();
  }

  @Test
  void givesBackWhatWasWrittenWithItsTime() throws Exception {
    Snapshot snapshot = snapshot(FULL);
    new SnapshotFile(directory, time).write(snapshot);

    SnapshotFile.Saved saved = new SnapshotFile(directory, time).read().orElseThrow();

    assertThat(saved.list().droplets()).isEqualTo(snapshot.droplets());
    assertThat(saved.syncedAt()).isEqualTo(ManualTime.START);
    assertThat(directory.resolve("orchestrator_droplets.json")).exists();
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void isNothingBeforeTheFirstWrite() {
    assertThat(new SnapshotFile(directory.resolve("absent"), time).read()).isEmpty();
    assertThat(log.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"synced_at\":1,\"droplets\":[{\"na",
        "garbage",
        "{}",
        "\u0000\u0000\u0000\u0000"
      })
  void setsADamagedFileAsideWithOneWarning(String damaged) throws Exception {
    Files.writeString(path(), damaged);

    assertThat(new SnapshotFile(directory, time).read()).isEmpty();

    assertThat(directory.resolve("orchestrator_droplets.json.damaged")).exists();
    assertThat(path()).doesNotExist();
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void takesABareListAndDatesItByTheFile() throws Exception {
    Files.writeString(path(), FULL);
    Instant written = Instant.parse("2025-05-05T05:05:05Z");
    Files.setLastModifiedTime(path(), java.nio.file.attribute.FileTime.from(written));

    SnapshotFile.Saved saved = new SnapshotFile(directory, time).read().orElseThrow();

    assertThat(saved.list().droplets()).hasSize(2);
    assertThat(saved.syncedAt()).isEqualTo(written);
  }

  @Test
  void anUnreadableFileIsAWarning() throws Exception {
    Files.createDirectories(path());

    assertThat(new SnapshotFile(directory, time).read()).isEmpty();

    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void anUnwritableDirectoryIsOneWarningUntilItWorksAgain() throws Exception {
    Path cacheDir = directory.resolve("a-file");
    Files.writeString(cacheDir, "in the way");
    SnapshotFile file = new SnapshotFile(cacheDir, time);

    file.write(snapshot(FULL));
    file.write(snapshot("[]"));
    assertThat(log.warnings()).hasSize(1);

    Files.delete(cacheDir);
    file.write(snapshot(FULL));
    assertThat(cacheDir.resolve(SnapshotFile.NAME)).exists();

    Files.delete(cacheDir.resolve(SnapshotFile.NAME));
    Files.delete(cacheDir);
    Files.writeString(cacheDir, "in the way");
    file.write(snapshot("[]"));
    assertThat(log.warnings()).hasSize(2);
  }

  @Test
  void leavesTheDiskAloneWhenTheSameListComesWithinASecond() throws Exception {
    SnapshotFile file = new SnapshotFile(directory, time);
    file.write(snapshot(FULL));
    Files.delete(path());

    time.advance(Duration.ofMillis(999));
    file.write(snapshot(FULL));
    assertThat(path()).doesNotExist();

    time.advance(Duration.ofMillis(1));
    file.write(snapshot(FULL));
    assertThat(path()).exists();

    file.write(snapshot("[]"));
    assertThat(new SnapshotFile(directory, time).read().orElseThrow().list().droplets()).isEmpty();
  }

  @Test
  void aRefusedSetAsideIsStillOnlyAWarning() throws Exception {
    Files.writeString(path(), "garbage");
    Files.createDirectories(directory.resolve("orchestrator_droplets.json.damaged/full"));

    assertThat(new SnapshotFile(directory, time).read()).isEmpty();

    assertThat(log.warnings()).hasSize(1);
  }

  private Path path() {
    return directory.resolve(SnapshotFile.NAME);
  }

  private Snapshot snapshot(String list) throws Exception {
    List<Droplet> droplets = DropletList.read(list.getBytes(StandardCharsets.UTF_8)).droplets();
    return new Snapshot(droplets, time.instant(), false);
  }
}
