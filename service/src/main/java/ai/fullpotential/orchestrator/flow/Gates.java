package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The gates before all droplets, on this node. Safe for any thread; nothing here waits. */
public final class Gates {

  private final Supplier<Policies> policies;
  private final Quotas quotas;
  private final boolean shared;
  private final Map<String, Gate> byName = new ConcurrentHashMap<>();
  private final Around around;

  /** What makes a droplet's quota. */
  @FunctionalInterface
  interface Quotas {
    /** For a droplet of this policy. */
    Quota of(DropletPolicy policy);
  }

  /**
   * Gates that nobody has passed yet.
   *
   * @param shared whether other nodes call the same droplets, and {@link Shares} divide their bounds
   * @param policies what holds, at every moment
   * @param mostParkable how many tasks that may wait in the store one droplet may have in memory
   * @param timers where gates wait for their time
   */
  public Gates(
      boolean shared,
      Supplier<Policies> policies,
      int mostParkable,
      TimeSource time,
      Loop timers,
      GateListener listener) {
    this.policies = policies;
    this.shared = shared;
    this.around = new Around(time, timers, Math.max(1, mostParkable), listener);
    long start = time.nanos();
    this.quotas =
        policy ->
            shared ? new SharedQuota(policy, () -> around.lack.run()) : new OwnQuota(policy, start);
  }

  private static final class Around implements Surroundings {

    private final TimeSource time;
    private final Loop timers;
    private final int mostParkable;
    private final GateListener listener;
    private volatile int nodes = 1;
    private volatile BiConsumer<String, GateLine> callUp = (_, _) -> {};
    private volatile Runnable lack = () -> {};

    Around(TimeSource time, Loop timers, int mostParkable, GateListener listener) {
      this.time = time;
      this.timers = timers;
      this.mostParkable = mostParkable;
      this.listener = listener;
    }

    @Override
    public TimeSource time() {
      return time;
    }

    @Override
    public Loop timers() {
      return timers;
    }

    @Override
    public int mostParkable() {
      return mostParkable;
    }

    @Override
    public int nodes() {
      return nodes;
    }

    @Override
    public GateListener listener() {
      return listener;
    }

    @Override
    public BiConsumer<String, GateLine> callUp() {
      return callUp;
    }
  }

  /**
   * Asks for a call. An answer that can be given at once is told before this returns, any other later on
   * the loop.
   */
  public Turn enter(Ask ask, Loop loop, Consumer<Answer> told) {
    return gate(Policies.key(ask.droplet())).enter(ask, loop, told);
  }

  private Gate gate(String key) {
    Gate known = byName.get(key);
    return known != null ? known : newGate(key);
  }

  /** One change of policies at a time, so that the newest is what all gates go by in the end. */
  private synchronized Gate newGate(String key) {
    DropletPolicy policy = policies.get().of(key);
    return byName.computeIfAbsent(key, _ -> new Gate(key, policy, quotas.of(policy), around));
  }

  /** To be called when policies have changed. */
  public synchronized void policiesChanged() {
    Policies now = policies.get();
    byName.forEach((key, gate) -> gate.change(now.of(key)));
    around.lack.run();
  }

  /** Is told, on any thread, of droplets with room for tasks of a line that wait in the store. */
  public void onRoom(BiConsumer<String, GateLine> callUp) {
    around.callUp = callUp;
  }

  /** Is told, on any thread and often, when this node lacks something that all share; must be quick. */
  void onLack(Runnable told) {
    around.lack = told;
  }

  /** The gates of which nodes have something to agree on, by the key of their droplet. */
  Map<String, Gate> shared() {
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().of((bounds, _) -> bounds.isShared()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * What is known of the other nodes.
   *
   * @param nodes how many there are, this one included
   * @param isOpen whether the breaker of the droplet of this key is open because theirs are
   */
  void cluster(int nodes, Predicate<String> isOpen) {
    around.nodes = Math.max(1, nodes);
    byName.forEach((key, gate) -> gate.cluster(around.nodes, isOpen.test(key)));
  }

  /** This node's lease is lost, and with it its part of what all nodes share. */
  public void leaseLost() {
    if (shared) {
      byName.values().forEach(Gate::lose);
    }
  }

  /** Notes whether tasks of this line of the droplet wait in the store to be called up. */
  public void parked(String droplet, GateLine line, boolean are) {
    gate(Policies.key(droplet)).parked(line, are);
  }

  /** Whether tasks are known to wait in the store before any gate. */
  public boolean isAnyParked() {
    return byName.values().stream().anyMatch(Gate::hasParked);
  }

  /** How many tasks of this line of the droplet could be called up from the store now. */
  public int room(String droplet, GateLine line) {
    return gate(Policies.key(droplet)).room(line);
  }

  /** How soon a call of the droplet could be made. */
  public enum Outlook {
    /** At once. */
    OPEN,
    /** When other calls have ended, or a moment later. */
    BUSY,
    /** Nobody can tell. */
    SHUT
  }

  /** How soon a call could be made now; also of a droplet that nobody has called yet. */
  public Outlook outlook(String droplet, boolean retry) {
    String key = Policies.key(droplet);
    Gate known = byName.get(key);
    if (known == null) {
      return policies.get().of(key).isPaused() ? Outlook.SHUT : Outlook.OPEN;
    }
    Ask ask = new Ask(droplet, 1, retry, false, false);
    return known.of((bounds, now) -> bounds.outlook(ask, now));
  }

  /** How the droplet's gate stands, when anybody has come to it. */
  public Optional<GateState> state(String droplet) {
    return Optional.ofNullable(byName.get(Policies.key(droplet))).map(Gate::state);
  }

  /** How many calls of the droplet are under way on this node. */
  public int calls(String droplet) {
    return state(droplet).map(GateState::calls).orElse(0);
  }
}
