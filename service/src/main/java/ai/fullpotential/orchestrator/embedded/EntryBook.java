package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.registry.RegistryClient;
import ai.fullpotential.orchestrator.time.TimeSource;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries, one of each id and name. A change is on disk and told to the listener before its
 * method returns. One lock guards all changes; the listing and a look-up need none.
 */
final class EntryBook {

  /** As many as it holds besides its own entry. */
  static final int MAX_DROPLETS = 10_000;

  /** The most bytes of one entry, as it is listed. */
  static final int MAX_ENTRY_BYTES = 64 * 1024;

  private static final Logger log = LoggerFactory.getLogger(EntryBook.class);

  private final BookFile file;
  private final TimeSource time;
  private final Consumer<JsonText> listener;
  private volatile Contents contents =
      new Contents(new TreeMap<>(Entry.BY_ID), BookFile.FIRST_FREE_ID);
  private boolean open;

  EntryBook(BookFile file, TimeSource time, Consumer<JsonText> listener) {
    this.file = file;
    this.time = time;
    this.listener = listener;
  }

  /** Takes what an earlier process stored. It can be read from now on, but not changed. */
  synchronized void load() {
    contents = file.read();
  }

  /** Adds this Registry's own entry, tells of all, and takes changes from now on. */
  synchronized void open(Entry own) {
    NavigableMap<String, Entry> entries = contents.copy();
    entries.put(own.key(), own);
    contents = new Contents(entries, contents.nextId());
    open = true;
    tell();
  }

  /** The whole list, as it is answered. */
  JsonText listing() {
    return contents.listing();
  }

  int size() {
    return contents.entries().size();
  }

  Optional<Entry> byId(String id) {
    return Optional.ofNullable(contents.entries().get(id));
  }

  Optional<Entry> byName(String name) {
    return contents.entries().values().stream().filter(entry -> entry.isNamed(name)).findFirst();
  }

  /** Adds an entry, under an id of its own choice or the next free one. */
  synchronized Outcome create(ObjectNode body) {
    EntryDraft draft = new EntryDraft(body);
    if (!draft.faults().isEmpty()) {
      return new Outcome.Invalid(draft.faults());
    }
    Optional<Outcome> taken = taken(draft);
    if (taken.isPresent()) {
      return taken.get();
    }
    JsonText now = now();
    if (draft.key().isPresent()) {
      return put(draft.entry(now, now), contents.nextId());
    }
    long id = contents.nextId();
    while (contents.entries().containsKey(Long.toString(id))) {
      id++;
    }
    return put(draft.entry(id, now, now), id + 1);
  }

  /** The older way: adds an entry, or changes the one that has this name. */
  synchronized Outcome register(ObjectNode body) {
    EntryDraft draft = new EntryDraft(body.deepCopy());
    Optional<Entry> present = byName(draft.name());
    if (!draft.faults().isEmpty() || present.isEmpty()) {
      return create(body);
    }
    return change(present.get().key(), draft.withoutId());
  }

  /** Changes an entry by a merge patch (RFC 7396). */
  synchronized Outcome change(String id, ObjectNode patch) {
    Entry before = contents.entries().get(id);
    if (before == null) {
      return new Outcome.Unknown(id);
    }
    if (id.equals(BookFile.OWN_ID)) {
      return new Outcome.Own();
    }
    EntryDraft draft = EntryDraft.patched(before, patch);
    if (!draft.faults().isEmpty()) {
      return new Outcome.Invalid(draft.faults());
    }
    Optional<Entry> namesake = byName(draft.name()).filter(other -> !other.key().equals(id));
    if (namesake.isPresent()) {
      return new Outcome.NameTaken(draft.name(), namesake.get().key());
    }
    return put(draft.entry(before.createdAt(), now()), contents.nextId());
  }

  /** Takes an entry out. */
  synchronized Outcome remove(String id) {
    Entry before = contents.entries().get(id);
    if (before == null) {
      return new Outcome.Unknown(id);
    }
    if (id.equals(BookFile.OWN_ID)) {
      return new Outcome.Own();
    }
    NavigableMap<String, Entry> entries = contents.copy();
    entries.remove(id);
    return commit(new Contents(entries, contents.nextId()), before);
  }

  private JsonText now() {
    return Json.text(json -> Json.writeEpoch(json, time.instant()));
  }

  private Optional<Outcome> taken(EntryDraft draft) {
    Optional<Entry> namesake = byName(draft.name());
    if (namesake.isPresent()) {
      return Optional.of(new Outcome.NameTaken(draft.name(), namesake.get().key()));
    }
    return draft
        .key()
        .flatMap(this::byId)
        .map(owner -> new Outcome.IdTaken(owner.key(), owner.name()));
  }

  private Outcome put(Entry entry, long nextId) {
    if (entry.json().size() > MAX_ENTRY_BYTES) {
      return new Outcome.Invalid(
          List.of(
              new Fault("body", "must make an entry of at most " + MAX_ENTRY_BYTES + " bytes")));
    }
    NavigableMap<String, Entry> entries = contents.copy();
    entries.put(entry.key(), entry);
    boolean added = entries.size() > contents.entries().size();
    if (added && entries.size() > MAX_DROPLETS + 1) {
      return new Outcome.Full();
    }
    Contents next = new Contents(entries, nextId);
    boolean longer = next.listing().size() > contents.listing().size();
    if (longer && next.listing().size() > RegistryClient.MAX_LIST_BYTES) {
      return new Outcome.ListTooLong();
    }
    return commit(next, entry);
  }

  private Outcome commit(Contents next, Entry entry) {
    if (!open) {
      return new Outcome.NotStored();
    }
    try {
      file.write(next);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("reason", e.toString())
          .log("a change in the embedded registry was not stored");
      return new Outcome.NotStored();
    }
    contents = next;
    tell();
    return new Outcome.Done(entry);
  }

  private void tell() {
    try {
      listener.accept(contents.listing());
    } catch (RuntimeException bug) {
      log.atError().setCause(bug).log("what listens to the embedded registry failed");
    }
  }
}
