package ai.fullpotential.orchestrator.api;

import ai.fullpotential.orchestrator.event.Event;
import ai.fullpotential.orchestrator.event.EventFilter;
import ai.fullpotential.orchestrator.event.EventLog;
import ai.fullpotential.orchestrator.event.Position;
import ai.fullpotential.orchestrator.net.Piece;
import ai.fullpotential.orchestrator.net.PushStream;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One client that reads events, and where it is. Confined to its loop. */
final class EventReader {

  /** So many signs of life after it began, nothing older than that comes from any node. */
  private static final int SIGNS_UNTIL_SETTLED = 2;

  private final EventLog events;
  private final EventFilter filter;
  private final @Nullable Instant until;
  private @Nullable PushStream out;

  /** What it had read before it came, until nothing of that can come again. */
  private @Nullable Position read;

  private long next;
  private boolean lifeDue;
  private int signs;

  /**
   * Where a client was when it broke off.
   *
   * @param position how far it had read, or null when what it sent is no position
   */
  record Resume(@Nullable Position position) {}

  /** Makes events from one place on into bytes, for all who want the same. */
  @FunctionalInterface
  interface Sharing {
    /** The next of them. */
    EventFeed.Shared from(long index, EventFilter filter);
  }

  /**
   * A reader that has not begun.
   *
   * @param until when it is to be asked again who it is, or null for never
   */
  EventReader(EventLog events, EventFilter filter, @Nullable Instant until) {
    this.events = events;
    this.filter = filter;
    this.until = until;
  }

  boolean isOver(Instant now) {
    return until != null && !now.isBefore(until);
  }

  void start(PushStream stream, @Nullable Resume resume, Instant now) {
    out = stream;
    EventLog.End end = events.end();
    next = end.index();
    Position here = end.position();
    if (resume != null) {
      Position asked = resume.position();
      OptionalLong from = asked == null ? OptionalLong.empty() : events.after(asked);
      if (asked != null && from.isPresent()) {
        next = from.getAsLong();
        read = asked;
        here = asked;
      } else {
        Event tooOld = new Event.Reset(now, "what came after this Last-Event-ID is not kept");
        stream.write(new Piece(EventFrames.event(tooOld, here)));
      }
    }
    stream.write(new Piece(EventFrames.open(here, events.node(), now)));
  }

  /**
   * Sends one piece, if there is something new and the client takes it.
   *
   * @return whether there is more
   */
  boolean serve(Sharing sharing) {
    PushStream stream = out;
    if (stream == null || !events.has(next)) {
      drop(); // what it has not read is not kept any more
      return false;
    }
    if (!stream.takes()) {
      return false;
    }
    if (next < events.end().index()) {
      Position before = read;
      EventFeed.Shared some =
          before == null
              ? sharing.from(next, filter)
              : EventFeed.unread(events, next, filter, before);
      next = some.next();
      if (some.piece().size() > 0) {
        stream.write(some.piece());
      }
    }
    return !tellOfLife(stream);
  }

  /** Whether it has read everything; then a sign of life is told when one is due. */
  private boolean tellOfLife(PushStream stream) {
    EventLog.End end = events.end();
    if (next < end.index()) {
      return false;
    }
    Position before = read;
    if (before != null && (signs >= SIGNS_UNTIL_SETTLED || end.position().covers(before))) {
      read = null;
      before = null;
    }
    if (lifeDue) {
      lifeDue = false;
      Position here = before == null ? end.position() : end.position().max(before);
      stream.write(new Piece(EventFrames.alive(here)));
    }
    return true;
  }

  void signOfLifeIsDue() {
    lifeDue = true;
    signs++;
  }

  /** How many bytes wait for it in memory. */
  long waiting() {
    PushStream stream = out;
    return stream == null ? 0 : stream.waiting();
  }

  /** Ends its connection. */
  void drop() {
    PushStream stream = out;
    if (stream != null) {
      stream.drop();
    }
  }
}
