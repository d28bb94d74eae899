package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All policies at one moment. Never changes. */
final class PolicySnapshot {

  static final PolicySnapshot EMPTY = new PolicySnapshot(new TreeMap<>());

  private final SortedMap<String, StoredPolicy> byKey;
  private final Policies policies;

  private PolicySnapshot(SortedMap<String, StoredPolicy> byKey) {
    this.byKey = byKey;
    Map<String, DropletPolicy> plain = new HashMap<>();
    byKey.forEach((key, stored) -> plain.put(key, stored.policy()));
    this.policies = new Policies(plain);
  }

  static PolicySnapshot of(Collection<StoredPolicy> all) {
    SortedMap<String, StoredPolicy> byKey = new TreeMap<>();
    all.forEach(stored -> byKey.put(stored.key(), stored));
    return new PolicySnapshot(byKey);
  }

  PolicySnapshot with(StoredPolicy stored) {
    SortedMap<String, StoredPolicy> more = new TreeMap<>(byKey);
    more.put(stored.key(), stored);
    return new PolicySnapshot(more);
  }

  PolicySnapshot without(String key) {
    SortedMap<String, StoredPolicy> fewer = new TreeMap<>(byKey);
    fewer.remove(key);
    return new PolicySnapshot(fewer);
  }

  Policies policies() {
    return policies;
  }

  List<StoredPolicy> all() {
    return List.copyOf(byKey.values());
  }

  Optional<StoredPolicy> find(String name) {
    return Optional.ofNullable(byKey.get(Policies.key(name)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PolicySnapshot that && byKey.equals(that.byKey);
  }

  @Override
  public int hashCode() {
    return byKey.hashCode();
  }
}
