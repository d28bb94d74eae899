package ai.fullpotential.orchestrator.registry;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * A small file that is replaced as a whole: after a crash or a power loss it holds what was written
 * last or what was written before, never a part. Safe for several processes, not for several threads.
 */
public final class DurableFile {

  /** What is larger was not written by this service, and is not read into memory. */
  private static final long MAX_BYTES = 512L * 1024 * 1024;

  private final Path directory;
  private final Path path;
  private final Path temporary;

  /** The file of this name in this directory; neither need exist. */
  public DurableFile(Path directory, String name) {
    this.directory = directory.toAbsolutePath();
    this.path = this.directory.resolve(name);
    this.temporary = sibling("." + ProcessHandle.current().pid() + ".tmp");
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** All it holds; empty when there is no such file. */
  public Optional<byte[]> read() throws IOException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
      }
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** When it was last written. */
  Instant writtenAt() throws IOException {
    return Files.getLastModifiedTime(path).toInstant();
  }

  /** Replaces what it holds, and makes its directory when there is none. */
  public void write(byte[] content) throws IOException {
    Files.createDirectories(directory);
    try {
      // A stream, not a channel: an interrupt at shutdown would break a channel's write off.
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        out.write(content);
        out.getFD().sync();
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    syncDirectory();
  }

  /** Renames it out of the way, for a person to look at. Returns its new path. */
  public Path setAside() throws IOException {
    return Files.move(path, sibling(".damaged"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes what processes that were killed while they wrote have left beside it. */
  public void sweep() throws IOException {
    String prefix = path.getFileName() + ".";
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(directory, prefix + "*.tmp")) {
      for (Path sibling : siblings) {
        String name = sibling.getFileName().toString();
        String pid = name.substring(prefix.length(), name.length() - ".tmp".length());
        if (pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          Files.deleteIfExists(sibling);
        }
      }
    }
  }

  private Path sibling(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  /** Makes the rename itself durable, where the file system lets a directory be synced. */
  private void syncDirectory() {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notHere) {
      // The file is whole either way; only after a power loss it may be the one before.
    }
  }
}
