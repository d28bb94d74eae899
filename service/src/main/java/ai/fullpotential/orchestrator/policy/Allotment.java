package ai.fullpotential.orchestrator.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the bounds of one droplet are divided among nodes: a document that all of them share, of which each
 * changes its own share. A node makes no call beyond what it was allotted, and gives up no slot that a
 * call of its own takes; so the calls of all nodes stay within the bounds at every moment. What a node
 * has that is gone falls to the others.
 *
 * @param tokens how many calls more may be made at once, for the droplet's rate
 * @param at when that was so, in microseconds of the clock that all share
 * @param shares what each node has, each of at least one thing
 */
public record Allotment(double tokens, long at, List<Share> shares) {

  private static final double MICROS = 1e6;

  /** How often nodes look at it at least. */
  public static final int LOOKS_PER_SECOND = 4;

  /** A node that wants more than it has is given a turn before those that came later. */
  private static final Comparator<Share> BY_TURN =
      Comparator.comparingLong(Share::since).thenComparingLong(Share::lease);

  /** Copies the list. */
  public Allotment {
    shares = List.copyOf(shares);
  }

  /**
   * What one node has.
   *
   * @param lease the node
   * @param slots how many of its calls may be under way
   * @param want how many calls it would make at once
   * @param since since when it wants more than it has, in microseconds, or 0 when it does not
   * @param open whether its breaker is open
   */
  public record Share(long lease, int slots, int want, long since, boolean open) {

    boolean lacks() {
      return want > slots;
    }

    boolean isEmpty() {
      return slots == 0 && want == 0 && !open;
    }
  }

  /**
   * What a node knows of itself.
   *
   * @param lease its lease
   * @param calls how many of its calls are under way
   * @param want how many it would make at once, these included
   * @param tokens how many tokens it has and has not used
   * @param tokensWanted how many it would use soon
   * @param open whether its breaker is open
   */
  public record Needs(
      long lease, int calls, int want, int tokens, int tokensWanted, boolean open) {}

  /**
   * A document and what it gives to the node that writes it.
   *
   * @param after to be written
   * @param slots how many calls it may have under way then
   * @param tokens the tokens it has then
   * @param moreTokens how many of them it did not have before
   * @param tokensBack how many it had and has no more
   */
  public record Division(Allotment after, int slots, int tokens, int moreTokens, int tokensBack) {}

  /** A droplet that nothing is allotted of yet: a whole burst may be made at once. */
  public static Allotment fresh(DropletPolicy policy, long now) {
    Rate rate = policy.rate();
    return new Allotment(rate == null ? 0 : most(rate), now, List.of());
  }

  /**
   * What becomes of this when a node takes what it needs and gives back what it does not.
   *
   * @param living the leases that are held
   * @param now in microseconds of the clock that all share, of which no two nodes see it go back
   */
  public Division divide(DropletPolicy policy, Set<Long> living, Needs needs, long now) {
    List<Share> others =
        shares.stream()
            .filter(share -> share.lease() != needs.lease() && living.contains(share.lease()))
            .toList();
    Turn mine = turn(needs, others, policy.maxConcurrency(), now);
    List<Share> all = new ArrayList<>(others);
    if (!mine.share().isEmpty()) {
      all.add(mine.share());
    }
    double held = tokensAt(policy.rate(), now) + needs.tokens();
    int bought = (int) Math.max(0, Math.min(Math.floor(held), needs.tokensWanted()));
    return new Division(
        new Allotment(capped(held - bought, policy.rate()), Math.max(at, now), all),
        mine.use(),
        bought,
        Math.max(0, bought - needs.tokens()),
        Math.max(0, needs.tokens() - bought));
  }

  /** Whether so many of the others' breakers are open that this is not one node's own trouble. */
  public boolean isOpenElsewhere(long lease, Set<Long> living) {
    return shares.stream()
            .filter(share -> share.open() && share.lease() != lease)
            .filter(share -> living.contains(share.lease()))
            .count()
        > 1;
  }

  private double tokensAt(@Nullable Rate rate, long now) {
    return rate == null
        ? 0
        : capped(tokens + rate.perSecond() * Math.max(0, now - at) / MICROS, rate);
  }

  private static double capped(double tokens, @Nullable Rate rate) {
    return rate == null ? 0 : Math.min(tokens, most(rate));
  }

  /** A burst, or what comes between two looks at the document: else that would be lost. */
  private static double most(Rate rate) {
    return Math.max(rate.burst(), Math.ceil(rate.perSecond() / LOOKS_PER_SECOND));
  }

  private Turn turn(Needs needs, List<Share> others, @Nullable Integer limit, long now) {
    if (limit == null) {
      return new Turn(new Share(needs.lease(), 0, 0, 0, needs.open()), 0);
    }
    Share before =
        shares.stream()
            .filter(share -> share.lease() == needs.lease())
            .findFirst()
            .orElse(new Share(needs.lease(), 0, 0, 0, false));
    int want = Math.min(needs.want(), limit);
    Share wishing =
        new Share(
            needs.lease(),
            before.slots(),
            want,
            before.lacks() ? before.since() : now,
            needs.open());
    int target = target(wishing, others, limit);
    int more = Math.min(target - before.slots(), free(wishing, others, limit));
    int slots =
        more > 0
            ? before.slots() + more
            : Math.min(before.slots(), Math.max(target, needs.calls()));
    long since = more > 0 || target < before.slots() ? now : wishing.since();
    return new Turn(
        new Share(needs.lease(), slots, want, want > slots ? since : 0, needs.open()),
        Math.min(slots, Math.max(target, 0)));
  }

  /**
   * What a node has from now on.
   *
   * @param use of its slots: not those that it gives up as soon as their calls have ended
   */
  private record Turn(Share share, int use) {}

  /** An equal part, when others want more than they have; else all that it wants. */
  private static int target(Share mine, List<Share> others, int limit) {
    int slots = mine.slots() + others.stream().mapToInt(Share::slots).sum();
    if (slots <= limit && others.stream().noneMatch(Share::lacks)) {
      return mine.want();
    }
    int wanting = (int) others.stream().filter(share -> share.want() > 0).count() + 1;
    int part = limit / wanting;
    if (part == 0) {
      // More nodes than slots: who has had its turn makes room for who has not.
      return mine.want() == 0 || mine.slots() > 0 ? 0 : 1;
    }
    long rank =
        others.stream().filter(share -> share.want() > 0 && share.lease() < mine.lease()).count();
    return Math.min(mine.want(), part + (rank < limit % wanting ? 1 : 0));
  }

  /** How many slots nobody has, less one for each that wants one and was there before. */
  private static int free(Share mine, List<Share> others, int limit) {
    int free = limit - mine.slots() - others.stream().mapToInt(Share::slots).sum();
    long before =
        others.stream()
            .filter(share -> share.lacks() && share.slots() == 0)
            .filter(share -> BY_TURN.compare(share, mine) < 0)
            .count();
    return (int) Math.max(0, free - before);
  }
}
