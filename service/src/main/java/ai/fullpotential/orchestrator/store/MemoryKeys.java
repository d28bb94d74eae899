package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.IdempotencyKey;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore.AddResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The idempotency keys of a store in memory, oldest first. Guarded by its store's lock. */
final class MemoryKeys {

  private record Name(String caller, String key) {}

  private record Used(TaskId task, String fingerprint, long nanos) {}

  private final Map<Name, Used> used = new LinkedHashMap<>();

  /** What the key was used for, or null when it is noted now, as used for this task. */
  AddResult.@Nullable Twin use(IdempotencyKey key, TaskId task, long now) {
    forgetOld(now);
    Name name = new Name(key.caller(), key.key());
    Used before = used.get(name);
    if (before == null) {
      used.put(name, new Used(task, key.fingerprint(), now));
      return null;
    }
    return new AddResult.Twin(before.task(), before.fingerprint().equals(key.fingerprint()));
  }

  private void forgetOld(long now) {
    long kept = IdempotencyKey.KEPT.toNanos();
    var oldest = used.values().iterator();
    while (oldest.hasNext() && now - oldest.next().nanos() > kept) {
      oldest.remove();
    }
  }
}
