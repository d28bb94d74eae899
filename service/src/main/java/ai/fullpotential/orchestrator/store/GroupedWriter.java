package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.store.WriteSession.Trouble;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whatever is asked for at one time in one transaction: a commit costs a sync of the disk or a
 * round trip, however much is in it. One thread writes; any thread may ask, and is never blocked.
 *
 * <p>A write that cannot be made does not fail its neighbours: they are made again, one by one. When
 * the database is away all are answered so at once, and it is tried again twice a second until it is
 * back. What has waited for a second is answered too, whatever the writing thread is stuck in.
 */
final class GroupedWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupedWriter.class);

  /** The most that an operation waits before its outcome is called unknown. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final Duration BETWEEN_CHECKS = Duration.ofMillis(200);
  private static final Duration AT_CLOSE = Duration.ofSeconds(10);
  private static final int TRIES_AFTER_CONFLICT = 5;
  private static final String CLOSED = "the store is closed";
  private static final String TOO_SLOW = "the store is too slow";

  private final WriteSession.Source source;
  private final TimeSource time;
  private final WriteQueue queue;
  private final Thread writer;
  private final Thread watch;

  private volatile boolean writable;
  private volatile boolean stuck;

  // Of the writing thread alone.
  private @Nullable WriteSession session;
  private String away = "the store has not been reached yet";
  private @Nullable Long triedAt;
  private boolean toldAway;

  /**
   * A writer at work.
   *
   * @param name of its thread
   * @param writable whether the store is known to be writable; else that is tried at once
   */
  GroupedWriter(String name, WriteSession.Source source, TimeSource time, boolean writable) {
    this.source = source;
    this.time = time;
    this.writable = writable;
    this.queue = new WriteQueue(time);
    this.writer = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    this.watch = Thread.ofVirtual().name(name + "-watch").unstarted(this::watch);
    writer.start();
    watch.start();
  }

  /** Asks for a write; returns at once. */
  void write(Op op) {
    String refused = queue.offer(op);
    if (refused != null) {
      op.reply().fail(refused);
    }
  }

  /** Whether the last write was made, as far as its data allowed, and none is stuck. */
  boolean isWritable() {
    return writable && !stuck;
  }

  /** Makes the writes that were asked for, then ends. */
  @Override
  public void close() {
    queue.close(CLOSED);
    try {
      if (!writer.join(AT_CLOSE)) {
        LOG.warn("the store is closed while a write is stuck");
      }
      watch.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.failAll(CLOSED);
  }

  private void run() {
    for (List<Op> group = next(); group != null; group = next()) {
      if (group.isEmpty()) {
        probe();
      } else {
        write(group);
        queue.groupDone();
      }
    }
    drop();
  }

  /** The next writes; none when it is time to see whether the store is back; null at the end. */
  private @Nullable List<Op> next() {
    if (writable) {
      return queue.take(null);
    }
    Long last = triedAt;
    return queue.take(last == null ? Duration.ZERO : BETWEEN_TRIES.minus(time.since(last)));
  }

  private void write(List<Op> group) {
    WriteSession open = opened();
    if (open == null) {
      fail(group, away);
      return;
    }
    try {
      transact(open, group);
    } catch (SQLException e) {
      switch (judge(e)) {
        case DATA -> eachAlone(group, e);
        case CONFLICT -> fail(group, "other nodes were in the way: " + e.getMessage());
        case AWAY -> {
          lose(e);
          fail(group, away);
        }
      }
    } catch (RuntimeException e) {
      eachAlone(group, e);
    }
  }

  /** A write that cannot be made is alone to fail. */
  private void eachAlone(List<Op> group, Exception why) {
    if (group.size() > 1) {
      group.forEach(op -> write(List.of(op)));
    } else {
      LOG.error("a write cannot be made", why);
      fail(group, "the store cannot hold it: " + why.getMessage());
    }
  }

  private void transact(WriteSession open, List<Op> group) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        open.apply(group);
        open.connection().commit();
        break;
      } catch (SQLException | RuntimeException e) {
        rollBack(open);
        if (tries == TRIES_AFTER_CONFLICT
            || !(e instanceof SQLException sql && judge(sql) == Trouble.CONFLICT)) {
          throw e;
        }
      }
    }
    back();
    group.forEach(op -> op.reply().tell());
    open.committed();
  }

  /** A connection that cannot even roll back is no use any more. */
  private void rollBack(WriteSession open) {
    try {
      open.connection().rollback();
    } catch (SQLException e) {
      LOG.debug("could not roll back", e);
      drop();
    }
  }

  private Trouble judge(SQLException e) {
    return source.judge(e);
  }

  private @Nullable WriteSession opened() {
    WriteSession open = session;
    if (open != null || isTooSoon()) {
      return open;
    }
    triedAt = time.nanos();
    try {
      session = source.open();
    } catch (SQLException | RuntimeException e) {
      lose(e);
    }
    return session;
  }

  private boolean isTooSoon() {
    Long last = triedAt;
    return !writable && last != null && time.since(last).compareTo(BETWEEN_TRIES) < 0;
  }

  private void probe() {
    WriteSession open = opened();
    triedAt = time.nanos();
    if (open == null) {
      return;
    }
    try {
      open.probe();
      open.connection().commit();
      back();
    } catch (SQLException | RuntimeException e) {
      lose(e);
    }
  }

  private void back() {
    writable = true;
    if (toldAway) {
      toldAway = false;
      LOG.info("the store can be written again");
    }
  }

  /** After such an error statements and connection may fail for ever: begin with new ones. */
  private void lose(Exception e) {
    away = "the store cannot be written: " + e.getMessage();
    if (!toldAway) {
      toldAway = true;
      LOG.error("{}", away);
    }
    LOG.debug("the store cannot be written", e);
    writable = false;
    drop();
  }

  private void drop() {
    WriteSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }

  private static void fail(List<Op> group, String why) {
    group.forEach(op -> op.reply().fail(why));
  }

  private void watch() {
    try {
      while (!queue.awaitEnd(BETWEEN_CHECKS)) {
        stuck = queue.failOlderThan(PATIENCE, TOO_SLOW);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
