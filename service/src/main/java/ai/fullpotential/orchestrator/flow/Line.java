package ai.fullpotential.orchestrator.flow;

import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who waits before a gate in memory, by turn, and how many of those could wait in the store as well:
 * they have only so many places here, and only so many calls under way. Guarded by the lock of its gate.
 */
final class Line {

  /** So many may wait in memory that could wait in the store; callers that wait all do. */
  static final int LONGEST = 256;

  /** And fewer where there are few places: those who wait take places that other droplets need. */
  private static final int SHARE = 4;

  private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();
  private final int mostParkable;
  private final int longest;

  /** Of those that could wait in the store: whose calls are under way, and who wait here. */
  private int parkableCalls;

  private int parkableWaiting;

  /**
   * Nobody.
   *
   * @param mostParkable how many calls may be under way for those that could wait in the store
   */
  Line(int mostParkable) {
    this.mostParkable = mostParkable;
    this.longest = Math.clamp(mostParkable / SHARE, 1, LONGEST);
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  int size() {
    return waiters.size();
  }

  boolean contains(Waiter waiter) {
    return waiters.contains(waiter);
  }

  /** Whose turn it is of those that have a place, or null. */
  @Nullable Waiter first() {
    Waiter first = waiters.peek();
    return first == null || hasPlace(first.ask)
        ? first
        : waiters.stream()
            .filter(waiter -> !waiter.ask.mayPark())
            .min(Waiter::compareTo)
            .orElse(null);
  }

  List<Waiter> all() {
    return List.copyOf(waiters);
  }

  /** Whether there is a place for this call to be made. */
  boolean hasPlace(Ask ask) {
    return !ask.mayPark() || parkableCalls < mostParkable;
  }

  /** Whether so many wait that could wait in the store that one more would not go soon. */
  boolean isFull(int room) {
    return parkableWaiting >= Math.min(longest, room);
  }

  /** How many more could come from the store: none while those that are here get no place. */
  int places() {
    return parkableCalls < mostParkable ? Math.max(0, longest - parkableWaiting) : 0;
  }

  /** One place for who comes from the store, however many wait here that cannot wait there. */
  int reserved(int room) {
    return room > 0 && parkableWaiting == 0 ? 1 : 0;
  }

  void join(Waiter waiter) {
    waiters.add(waiter);
    if (waiter.ask.mayPark()) {
      parkableWaiting++;
    }
  }

  boolean remove(Waiter waiter) {
    boolean was = waiters.remove(waiter);
    if (was && waiter.ask.mayPark()) {
      parkableWaiting--;
    }
    return was;
  }

  /** A call is under way. */
  void called(Ask ask) {
    if (ask.mayPark()) {
      parkableCalls++;
    }
  }

  /** It has ended. */
  void ended(Ask ask) {
    if (ask.mayPark()) {
      parkableCalls--;
    }
  }
}
