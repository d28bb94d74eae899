package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A file of tasks, with the place of its load and its refused lines beside it. */
final class FileSource implements LoadSource {

  private final PlaceFile placeFile;
  private final RefusedLines refused;
  private final Place begin;
  private final Lines lines;

  private FileSource(PlaceFile placeFile, RefusedLines refused, Place begin, Lines lines) {
    this.placeFile = placeFile;
    this.refused = refused;
    this.begin = begin;
    this.lines = lines;
  }

  /** The file is no longer the one that the place was kept for. */
  static final class Changed extends Exception {
    private static final long serialVersionUID = 1L;

    private Changed(Path file, Place place, Path placeFile) {
      super(
          file
              + " has changed in its first "
              + place.lines()
              + " lines, which were sent already; put them back to go on, or delete "
              + placeFile.getFileName()
              + " to send the whole file");
    }
  }

  /**
   * Opens the file where an earlier load left it, or at its begin.
   *
   * @param again whether its tasks shall be new ones though the same file was loaded before
   */
  static FileSource open(Path file, boolean again, Terminal terminal) throws IOException, Changed {
    PlaceFile placeFile = new PlaceFile(file);
    Optional<Place> earlier = placeFile.read();
    String salt = earlier.map(Place::salt).orElse(again ? UUID.randomUUID().toString() : "");
    Place begin = survey(file, earlier.orElse(Place.start(salt, 0)), placeFile);
    if (earlier.isPresent()) {
      tell(file, earlier.get(), begin, terminal);
    } else {
      placeFile.write(begin);
    }
    RefusedLines refused = new RefusedLines(file);
    refused.goOnFrom(begin.refusedBytes());
    Lines lines = new Lines(Files.newInputStream(file), salt);
    pass(lines, begin.lines());
    return new FileSource(placeFile, refused, begin, lines);
  }

  /** The place with the number of tasks that the file has now, if its first lines are the same. */
  private static Place survey(Path file, Place place, PlaceFile placeFile)
      throws IOException, Changed {
    try (Lines lines = new Lines(Files.newInputStream(file), place.salt())) {
      long total = pass(lines, place.lines());
      boolean same = place.lines() == 0 || lines.fingerprint().equals(place.fingerprint());
      if (!same || lines.count() < place.lines()) {
        throw new Changed(file, place, placeFile.path());
      }
      total += pass(lines, Long.MAX_VALUE);
      return place.of(total);
    }
  }

  /** Passes over lines, and counts those that are not blank. */
  private static long pass(Lines lines, long most) throws IOException {
    long tasks = 0;
    for (long i = 0; i < most; i++) {
      Optional<Boolean> task = lines.skip();
      if (task.isEmpty()) {
        break;
      }
      tasks += task.get() ? 1 : 0;
    }
    return tasks;
  }

  private static void tell(Path file, Place earlier, Place now, Terminal terminal) {
    if (now.lines() == 0) {
      return;
    }
    terminal.complain("going on with " + file + " after line " + now.lines());
    if (earlier.total() != now.total()) {
      terminal.complain(
          file + " has changed since: it had " + earlier.total() + " tasks, now " + now.total());
    }
  }

  @Override
  public Lines lines() {
    return lines;
  }

  @Override
  public Place begin() {
    return begin;
  }

  @Override
  public long refused(Map<Line, JsonNode> answers, Consumer<String> tell) throws IOException {
    refused.add(answers);
    return refused.size();
  }

  @Override
  public void reached(Place place) throws IOException {
    placeFile.write(place);
  }

  @Override
  public void finished() throws IOException {
    placeFile.delete();
  }

  @Override
  public String toGoOn() {
    return "the same command goes on from there";
  }

  @Override
  public String refusedAt() {
    return "see " + refused.path();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
