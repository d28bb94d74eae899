package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.policy.DropletPolicy;
import ai.fullpotential.orchestrator.policy.Policies;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Documents.Document;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * All policies that are stored, the same for every node. What one node writes holds there at once, and
 * on the others as soon as they {@linkplain #look look}. Reading never blocks; every other method may,
 * and throws {@link ai.fullpotential.orchestrator.task.StoreUnavailable}. Safe for any thread.
 */
public final class PolicyBook implements Supplier<Policies> {

  /** How many there may be: a look at all of them stays quick, and a list of them an answer. */
  public static final int MAX_POLICIES = 1000;

  static final String KIND = "policy";

  private final Documents documents;
  private final PolicyReader reader = new PolicyReader();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Whoever writes to the store or reads all of it puts the outcome here before anybody else does. */
  private final Object storeToSnapshot = new Object();

  private volatile PolicySnapshot snapshot = PolicySnapshot.EMPTY;
  private volatile boolean loaded;

  /** What became of a policy that was to be written. */
  public sealed interface Written {

    /**
     * It is now like this.
     *
     * @param before what was said before for this name alone, {@link DropletPolicy#NOTHING} if nothing
     */
    record Done(StoredPolicy now, DropletPolicy before, boolean created) implements Written {}

    /** There is none of that name, and none was needed; nothing was changed. */
    record Missing() implements Written {}

    /** There are as many as may be; nothing was changed. */
    record Full() implements Written {}

    /** What is stored cannot be read, and so not be kept; nothing was changed. */
    record Unreadable() implements Written {}
  }

  /** The policies in these documents, of which none is known before the first look. */
  public PolicyBook(Documents documents) {
    this.documents = documents;
  }

  @Override
  public Policies get() {
    return snapshot.policies();
  }

  /** What droplets are called within: as long as nothing is known of any policy, not at all. */
  public Policies inForce() {
    return loaded ? get() : Policies.ALL_PAUSED;
  }

  /** Each that is stored, by name. */
  public List<StoredPolicy> all() {
    return snapshot.all();
  }

  /** What is stored under this name, in any case of letters. */
  public Optional<StoredPolicy> find(String name) {
    return snapshot.find(name);
  }

  /** Whether the store has been read since this began; until then nothing is known of any policy. */
  public boolean isLoaded() {
    return loaded;
  }

  /** Is run after a policy has changed, on the thread that learnt of it; must be quick. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Takes over what other nodes wrote. */
  public void look() {
    boolean changed;
    synchronized (storeToSnapshot) {
      changed = publish(reader.read(documents.all(KIND))) || !loaded;
      loaded = true;
    }
    tellIf(changed);
  }

  /** Writes the whole policy of this name, whatever there was. */
  public Written put(String name, DropletPolicy policy) {
    return write(name, true, _ -> policy);
  }

  /** Nothing is called any more under this name; all else that its policy says is kept. */
  public Written pause(String name) {
    return write(name, false, before -> before.withPaused(true));
  }

  /** Undoes a pause, also one by the default; all else that the policy says is kept. */
  public Written resume(String name) {
    boolean isDefault = Policies.key(name).equals(Policies.DEFAULT);
    return write(
        name,
        false,
        before -> {
          boolean byDefault = !isDefault && isPausedByDefault();
          boolean paused = before.paused() == null ? byDefault : before.isPaused();
          return paused ? before.withPaused(byDefault ? false : null) : before;
        });
  }

  /** As the store has it: another node may have written it just now. */
  private boolean isPausedByDefault() {
    return documents
        .find(KIND, Policies.DEFAULT)
        .flatMap(reader::read)
        .filter(stored -> stored.policy().isPaused())
        .isPresent();
  }

  /** Forgets what is stored under this name; false when that was nothing. */
  public boolean delete(String name) {
    String key = Policies.key(name);
    boolean deleted;
    boolean changed;
    synchronized (storeToSnapshot) {
      deleted = documents.delete(KIND, key);
      changed = publish(snapshot.without(key));
    }
    tellIf(changed);
    return deleted;
  }

  private Written write(String name, boolean whole, UnaryOperator<DropletPolicy> change) {
    Written written;
    boolean changed = false;
    synchronized (storeToSnapshot) {
      Optional<Written> tried = tryToWrite(name, whole, change);
      while (tried.isEmpty()) {
        tried = tryToWrite(name, whole, change);
      }
      written = tried.get();
      if (written instanceof Written.Done done) {
        changed = publish(snapshot.with(done.now()));
      }
    }
    tellIf(changed);
    return written;
  }

  /** Empty when another node wrote in between. */
  private Optional<Written> tryToWrite(
      String name, boolean whole, UnaryOperator<DropletPolicy> change) {
    String key = Policies.key(name);
    Optional<Document> found = documents.find(KIND, key);
    if (found.isEmpty()) {
      DropletPolicy policy = change.apply(DropletPolicy.NOTHING);
      boolean isNeeded = whole || !policy.equals(DropletPolicy.NOTHING);
      return isNeeded ? create(name, policy) : Optional.of(new Written.Missing());
    }
    Optional<StoredPolicy> read = reader.read(found.get());
    if (read.isEmpty() && !whole) {
      return Optional.of(new Written.Unreadable());
    }
    DropletPolicy before = read.map(StoredPolicy::policy).orElse(DropletPolicy.NOTHING);
    StoredPolicy now = new StoredPolicy(whole ? name : read.get().name(), change.apply(before));
    Written done = new Written.Done(now, before, false);
    return (read.isPresent() && now.equals(read.get()))
            || documents.replace(KIND, key, found.get().version(), PolicyJson.document(now))
        ? Optional.of(done)
        : Optional.empty();
  }

  private Optional<Written> create(String name, DropletPolicy policy) {
    if (documents.all(KIND).size() >= MAX_POLICIES) {
      return Optional.of(new Written.Full());
    }
    StoredPolicy now = new StoredPolicy(name, policy);
    return documents.create(KIND, now.key(), PolicyJson.document(now))
        ? Optional.of(new Written.Done(now, DropletPolicy.NOTHING, true))
        : Optional.empty();
  }

  private boolean publish(PolicySnapshot now) {
    boolean changes = !now.equals(snapshot);
    if (changes) {
      snapshot = now;
    }
    return changes;
  }

  private void tellIf(boolean changed) {
    if (changed) {
      listeners.forEach(Runnable::run);
    }
  }
}
