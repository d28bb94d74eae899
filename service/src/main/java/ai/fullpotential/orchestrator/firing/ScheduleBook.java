package ai.fullpotential.orchestrator.firing;

import ai.fullpotential.orchestrator.firing.Schedule.Settings;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Documents.Document;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All schedules there are, the same for every node. Safe for any thread; every method may block, and
 * throws {@link ai.fullpotential.orchestrator.task.StoreUnavailable}.
 */
public final class ScheduleBook {

  private static final Logger log = LoggerFactory.getLogger(ScheduleBook.class);

  /** How many there may be: a look at all of them stays quick, and a list of them an answer. */
  public static final int MAX_SCHEDULES = 1000;

  private static final String KIND = "schedule";

  private final Documents documents;
  private final Function<Instant, String> ids;
  private final Map<String, Read> read = new ConcurrentHashMap<>();

  /** A schedule, and the version of its document that it was read from. */
  record Kept(Schedule schedule, long version) {}

  /** What a version of a document was read as; null when it cannot be read. */
  private record Read(long version, @Nullable Schedule schedule) {}

  /** What became of a schedule that was to be written. */
  public sealed interface Written {

    /** It is now like this. */
    record Done(Schedule schedule) implements Written {}

    /** Another has that name; nothing was changed. */
    record NameTaken(Schedule by) implements Written {}

    /** There are as many as may be; nothing was changed. */
    record Full() implements Written {}

    /** There is none of that id. */
    record Missing() implements Written {}
  }

  /**
   * The schedules in these documents.
   *
   * @param ids makes the id of a schedule that is made at this time; later ones sort after earlier ones
   */
  public ScheduleBook(Documents documents, Function<Instant, String> ids) {
    this.documents = documents;
    this.ids = ids;
  }

  /** All, the oldest first. */
  public List<Schedule> all() {
    List<Document> found = documents.all(KIND);
    Set<String> ids =
        found.stream().map(Document::id).collect(Collectors.toCollection(HashSet::new));
    read.keySet().retainAll(ids);
    return found.stream().map(this::read).flatMap(Optional::stream).toList();
  }

  /** The one of this id. */
  public Optional<Schedule> find(String id) {
    return kept(id).map(Kept::schedule);
  }

  Optional<Kept> kept(String id) {
    return documents
        .find(KIND, id)
        .flatMap(
            document -> read(document).map(schedule -> new Kept(schedule, document.version())));
  }

  /** What one of a later program wrote cannot be read, and must not stop the others. */
  private Optional<Schedule> read(Document document) {
    Read known = read.get(document.id());
    if (known == null || known.version() != document.version()) {
      known = new Read(document.version(), parse(document));
      read.put(document.id(), known);
    }
    return Optional.ofNullable(known.schedule());
  }

  private static @Nullable Schedule parse(Document document) {
    try {
      return ScheduleJson.read(document.id(), document.body());
    } catch (RuntimeException unreadable) {
      log.atError()
          .addKeyValue("schedule", document.id())
          .addKeyValue("reason", unreadable.getMessage())
          .log("a schedule cannot be read and does not fire");
      return null;
    }
  }

  /** Writes a new one of this owner, whose first firing is after now. */
  public Written create(Settings settings, @Nullable String owner, Instant now) {
    Schedule schedule = Schedule.begin(ids.apply(now), settings, owner, now);
    List<Schedule> all = all();
    if (all.size() >= MAX_SCHEDULES) {
      return new Written.Full();
    }
    Optional<Schedule> taken = nameTaken(schedule, all);
    if (taken.isPresent()) {
      return new Written.NameTaken(taken.get());
    }
    if (!documents.create(KIND, schedule.id(), ScheduleJson.write(schedule))) {
      throw new IllegalStateException("the id " + schedule.id() + " is taken");
    }
    Optional<Schedule> twin = schedule.name() == null ? taken : nameTaken(schedule, all());
    if (twin.isPresent()) { // came in the meantime: of the two at most one stays
      documents.delete(KIND, schedule.id());
      return new Written.NameTaken(twin.get());
    }
    return new Written.Done(schedule);
  }

  private static Optional<Schedule> nameTaken(Schedule schedule, List<Schedule> all) {
    return all.stream()
        .filter(other -> schedule.name() != null && schedule.name().equals(other.name()))
        .filter(other -> !other.id().equals(schedule.id()))
        .findFirst();
  }

  /** Changes the settings of one, on top of whatever others do to it. */
  public Written change(String id, UnaryOperator<Settings> change, Instant now) {
    Optional<Schedule> before = find(id);
    if (before.isEmpty()) {
      return new Written.Missing();
    }
    UnaryOperator<Schedule> whole =
        schedule -> schedule.with(change.apply(schedule.settings()), now);
    Optional<Schedule> taken = renamedToTaken(before.get(), whole.apply(before.get()));
    if (taken.isPresent()) {
      return new Written.NameTaken(taken.get());
    }
    Optional<Schedule> changed = update(id, whole);
    if (changed.isEmpty()) {
      return new Written.Missing();
    }
    Optional<Schedule> twin = renamedToTaken(before.get(), changed.get());
    if (twin.isPresent()) { // came in the meantime: of the two at most one keeps the name
      update(id, schedule -> schedule.with(before.get().settings(), now));
      return new Written.NameTaken(twin.get());
    }
    return new Written.Done(changed.get());
  }

  private Optional<Schedule> renamedToTaken(Schedule before, Schedule after) {
    return after.name() == null || after.name().equals(before.name())
        ? Optional.empty()
        : nameTaken(after, all());
  }

  /** Changes one, on top of whatever others do to it; empty when there is none. */
  public Optional<Schedule> update(String id, UnaryOperator<Schedule> change) {
    while (true) {
      Optional<Kept> kept = kept(id);
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      Schedule changed = change.apply(kept.get().schedule());
      if (replace(kept.get(), changed)) {
        return Optional.of(changed);
      }
    }
  }

  /** False when somebody else changed it in the meantime, or it is gone. */
  boolean replace(Kept kept, Schedule by) {
    return documents.replace(KIND, by.id(), kept.version(), ScheduleJson.write(by));
  }

  /** Ends one; false when there is none. */
  public boolean delete(String id) {
    return documents.delete(KIND, id);
  }
}
