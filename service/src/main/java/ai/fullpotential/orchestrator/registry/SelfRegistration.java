package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.registry.Registrar.Registration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this service listed in the Registry: registers it when a list lacks it, and corrects an
 * entry that has another address or version (contract A6). It works on a virtual thread of its own,
 * once for each list; what fails is tried again at the next one.
 */
public final class SelfRegistration implements ListListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SelfRegistration.class);

  private final Registrar registrar;
  private final OwnEntry own;
  private volatile State state = State.UNKNOWN;

  // Guarded by this object.
  private @Nullable Thread worker;
  private boolean closed;

  // Only the worker's.
  private boolean idTakenTold;
  private @Nullable Droplet stubborn;

  private enum State {
    UNKNOWN,
    REGISTERED,
    REFUSED
  }

  /** Does nothing before it hears of a list. */
  public SelfRegistration(RegistryClient client, RegistrySettings settings) {
    this.own = new OwnEntry(settings);
    this.registrar = new Registrar(client, own);
  }

  /** Whether the Registry has our entry, as far as is known. */
  public boolean registered() {
    return state == State.REGISTERED;
  }

  @Override
  public synchronized void listed(DropletList list) {
    if (!closed && worker == null) {
      worker = Thread.ofVirtual().name("self-registration").start(() -> bring(list));
    }
  }

  /** Ends the work that is under way. */
  @Override
  public synchronized void close() {
    closed = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** Whether something is under way. */
  synchronized boolean isWorking() {
    return worker != null;
  }

  private synchronized void worked() {
    worker = null;
  }

  /** Only one worker at a time comes here, each after the one before. */
  private void bring(DropletList list) {
    try {
      Optional<Droplet> listed = list.find(OwnEntry.NAME);
      if (listed.isPresent() && own.agreesWith(listed.get())) {
        stubborn = null;
        settle(new Registration.Registered());
      } else if (listed.isPresent() && isStubborn(listed.get())) {
        settle(new Registration.Registered());
      } else if (listed.isPresent() && !listed.get().id().isNull()) {
        Registration result = registrar.correct(listed.get().id(), freeId(list));
        stubborn = result instanceof Registration.Registered ? listed.get() : null;
        settle(result);
      } else {
        settle(registrar.register(freeId(list)));
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      worked();
    }
  }

  /**
   * Whether the Registry took our correction and shows another version all the same, as one does
   * that keeps versions elsewhere. Asking again for ever would not help.
   */
  private boolean isStubborn(Droplet listed) {
    return listed.equals(stubborn) && listed.url().toString().equals(own.endpoint());
  }

  /** The id to ask for; none when another droplet has it, for a Registry may overwrite that one. */
  private @Nullable Long freeId(DropletList list) {
    boolean taken = list.isOwnedByAnother(own.idJson(), OwnEntry.NAME);
    if (taken && !idTakenTold) {
      log.atWarn()
          .addKeyValue("id", own.id())
          .log("another droplet has our id; registering without one");
    }
    idTakenTold = taken;
    return taken ? null : own.id();
  }

  private void settle(Registration result) {
    switch (result) {
      case Registration.Registered() -> {
        if (state != State.REGISTERED) {
          log.atInfo().addKeyValue("endpoint", own.endpoint()).log("registered");
        }
        state = State.REGISTERED;
      }
      case Registration.Refused(String reason) -> {
        if (state != State.REFUSED) {
          log.atWarn()
              .addKeyValue("reason", reason)
              .log("not registered; tried again at each sync");
        }
        state = State.REFUSED;
      }
    }
  }
}
