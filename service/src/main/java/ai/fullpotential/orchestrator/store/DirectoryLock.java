package ai.fullpotential.orchestrator.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps other processes out of a directory until it is closed or this process ends, however. */
final class DirectoryLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);
  private static final String FILE = "orchestrator.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes the directory when there is none. */
  static DirectoryLock on(Path directory) throws IOException, StoreInUse {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new DirectoryLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("this process has it itself", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StoreInUse(directory);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("could not close the lock's file", e);
    }
  }
}
