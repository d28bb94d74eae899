package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.Allotment;
import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Documents.Document;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.Peers;
import ai.fullpotential.orchestrator.task.Peers.Standing;
import ai.fullpotential.orchestrator.task.StoreUnavailable;
import ai.fullpotential.orchestrator.time.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agrees with the other nodes on what each may use of the bounds of every droplet, by one document for
 * each droplet that all of them change, on a thread of its own: at short intervals, and at once when this
 * node lacks something. A node's part ends with its lease.
 *
 * <p>Before a node gives something up in a document it ceases to use it, and what it takes it uses only
 * after the document says so: whatever becomes of a write, the parts never add up to more than the whole.
 */
public final class Shares implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Shares.class);
  private static final Duration BETWEEN =
      Duration.ofSeconds(1).dividedBy(Allotment.LOOKS_PER_SECOND);

  /** While nothing is shared but the budget of retries, of which each node has an equal part. */
  private static final Duration SELDOM = Duration.ofSeconds(5);

  /** Whoever lacks something all the time must not keep the store busy. */
  private static final Duration AT_LEAST = Duration.ofMillis(50);

  private static final int TRIES = 3;

  static final String KIND = "share";

  private final Gates gates;
  private final Documents documents;
  private final Peers peers;
  private final Supplier<Optional<LeaseId>> lease;
  private final Pause pause;
  private final Semaphore kick = new Semaphore(0);
  private @Nullable LeaseId held;
  private boolean away;
  private volatile @Nullable Thread thread;

  /**
   * Shares that are not agreed on yet.
   *
   * @param lease this node's
   */
  public Shares(
      Gates gates,
      Documents documents,
      Peers peers,
      Supplier<Optional<LeaseId>> lease,
      Pause pause) {
    this.gates = gates;
    this.documents = documents;
    this.peers = peers;
    this.lease = lease;
    this.pause = pause;
    gates.onLack(kick::release);
  }

  /** Begins. */
  public void start() {
    thread = Thread.ofVirtual().name("shares").start(this::keepAgreeing);
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void keepAgreeing() {
    try {
      while (true) {
        agree();
        pause.pause(AT_LEAST);
        Duration wait = gates.shared().isEmpty() ? SELDOM : BETWEEN;
        if (kick.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          kick.drainPermits();
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Agrees on everything once. */
  void agree() {
    try {
      LeaseId current = lease.get().orElse(null);
      if (current == null || !current.equals(held)) {
        gates.leaseLost();
        held = current;
      }
      if (current != null) {
        agree(current);
      }
      if (away) {
        away = false;
        log.info("nodes share the bounds of droplets again");
      }
    } catch (StoreUnavailable e) {
      if (!away) {
        away = true;
        log.atWarn()
            .addKeyValue("reason", e.getMessage())
            .log("the store is away; each node keeps its part of the bounds of droplets");
      }
    } catch (RuntimeException bug) {
      log.atError().setCause(bug).log("the bounds of droplets could not be shared");
    }
  }

  private void agree(LeaseId current) {
    // The documents first: a lease that they name and that does not stand afterwards is gone for
    // good.
    Map<String, Gate> shared = gates.shared();
    Map<String, Document> known =
        (shared.isEmpty() ? List.<Document>of() : documents.all(KIND))
            .stream().collect(Collectors.toMap(Document::id, Function.identity()));
    Standing standing = peers.standing();
    Set<Long> living = numbers(standing);
    if (!living.contains(current.value())) {
      gates.leaseLost();
      return;
    }
    shared.forEach((droplet, gate) -> agree(droplet, gate, current, known.get(droplet), standing));
    gates.cluster(
        living.size(),
        droplet -> {
          Document document = shared.containsKey(droplet) ? known.get(droplet) : null;
          return document != null && isOpenElsewhere(document, current, living);
        });
  }

  private static boolean isOpenElsewhere(Document document, LeaseId current, Set<Long> living) {
    try {
      return AllotmentJson.read(document.body()).isOpenElsewhere(current.value(), living);
    } catch (IllegalArgumentException toldOfAlready) {
      return false;
    }
  }

  private void agree(
      String droplet, Gate gate, LeaseId current, @Nullable Document first, Standing now) {
    Document document = first;
    Standing standing = now;
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        if (agreed(droplet, gate, current, document, standing)) {
          return;
        }
        document = documents.find(KIND, droplet).orElse(null);
        standing = peers.standing();
      }
    } catch (IllegalArgumentException unreadable) {
      log.atError()
          .addKeyValue("droplet", droplet)
          .addKeyValue("reason", unreadable.getMessage())
          .log(
              "how nodes share the bounds of a droplet cannot be read; it gets no new call from here");
      gate.lose();
    }
  }

  /** False when another node was quicker. */
  private boolean agreed(
      String droplet, Gate gate, LeaseId current, @Nullable Document document, Standing standing) {
    Allotment[] before = new Allotment[1];
    Allotment.Division division =
        gate.divide(
            current.value(),
            (policy, needs) -> {
              before[0] = allotment(document, policy, standing);
              return before[0].divide(policy, numbers(standing), needs, standing.micros());
            });
    boolean changes =
        division.moreTokens() > 0
            || division.tokensBack() > 0
            || !division.after().shares().equals(before[0].shares());
    if (changes && !write(droplet, document, division.after())) {
      return false;
    }
    gate.given(current.value(), division.slots(), division.moreTokens());
    return true;
  }

  private static Allotment allotment(
      @Nullable Document document, DropletPolicy policy, Standing standing) {
    return document == null
        ? Allotment.fresh(policy, standing.micros())
        : AllotmentJson.read(document.body());
  }

  private boolean write(String droplet, @Nullable Document document, Allotment after) {
    return document == null
        ? documents.create(KIND, droplet, AllotmentJson.text(after))
        : documents.replace(KIND, droplet, document.version(), AllotmentJson.text(after));
  }

  private static Set<Long> numbers(Standing standing) {
    return standing.living().stream().map(LeaseId::value).collect(Collectors.toSet());
  }
}
