package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.GateLine;
import ai.fullpotential.orchestrator.task.LeaseId;
import ai.fullpotential.orchestrator.task.TaskId;
import ai.fullpotential.orchestrator.task.TaskStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the SQL stores have in common: every change is encoded on the thread that asks for it, and
 * goes to the one writer.
 */
abstract class SqlTaskStore implements TaskStore {

  private static final Logger LOG = LoggerFactory.getLogger(SqlTaskStore.class);

  private final List<Runnable> looks = new CopyOnWriteArrayList<>();

  /** Where the changes go. */
  abstract GroupedWriter writer();

  @Override
  public void add(Addition addition, Consumer<AddResult> done) {
    Reply<AddResult> reply = new Reply<>(done, AddResult.Unknown::new);
    encoded(
        reply,
        () -> new Op.Add(Op.NewTask.of(addition.task()), addition.holder(), addition.key(), reply));
  }

  @Override
  public void save(Change change, Consumer<SaveResult> done) {
    Reply<SaveResult> reply = new Reply<>(done, SaveResult.Unknown::new);
    encoded(
        reply,
        () ->
            new Op.Save(
                TaskCodec.uuid(change.task().id()),
                TaskCodec.dropletKey(change.task().spec().dropletName()),
                movedFrom(change),
                TaskCodec.progress(change.task()),
                TaskCodec.gate(change.task()),
                TaskCodec.labelsAtEnd(change.task()),
                Revision.of(change.from()),
                Revision.of(change.task()),
                change.by(),
                change.keeps(),
                change.follows().stream().map(Op.NewTask::of).toList(),
                reply));
  }

  private static @Nullable String movedFrom(Change change) {
    String before = change.from().spec().dropletName();
    return before.equals(change.task().spec().dropletName()) ? null : TaskCodec.dropletKey(before);
  }

  @Override
  public void claim(LeaseId by, int most, Consumer<ClaimResult> done) {
    writer().write(new Op.Claim(by, most, new Reply<>(done, ClaimResult.Unknown::new)));
  }

  @Override
  public void callUp(
      String dropletName, GateLine line, LeaseId by, int most, Consumer<ClaimResult> done) {
    writer()
        .write(
            new Op.CallUp(
                TaskCodec.dropletKey(dropletName),
                line,
                by,
                most,
                new Reply<>(done, ClaimResult.Unknown::new)));
  }

  @Override
  public void take(TaskId id, LeaseId by, Consumer<TakeResult> done) {
    Reply<TakeResult> reply = new Reply<>(done, TakeResult.Unknown::new);
    if (TaskCodec.isUuid(id)) {
      writer().write(new Op.Take(TaskCodec.uuid(id), by, reply));
    } else {
      reply.settle(new TakeResult.Missing());
      reply.tell();
    }
  }

  @Override
  public void askToCancel(TaskId id, Consumer<SaveResult> done) {
    Reply<SaveResult> reply = new Reply<>(done, SaveResult.Unknown::new);
    if (TaskCodec.isUuid(id)) {
      writer().write(new Op.AskToCancel(TaskCodec.uuid(id), reply));
    } else {
      reply.settle(new SaveResult.Lost());
      reply.tell();
    }
  }

  @Override
  public void join(String node, Duration lease, Consumer<LeaseResult> done) {
    writer().write(new Op.Join(node, lease, new Reply<>(done, LeaseResult.Unknown::new)));
  }

  @Override
  public void renew(LeaseId lease, Consumer<LeaseResult> done) {
    writer().write(new Op.Renew(lease, new Reply<>(done, LeaseResult.Unknown::new)));
  }

  @Override
  public void rescue(LeaseId by, int most, Consumer<ClaimResult> done) {
    writer().write(new Op.Rescue(by, most, new Reply<>(done, ClaimResult.Unknown::new)));
  }

  /** Behind the writes that may have given it something. */
  @Override
  public void holding(LeaseId by, Consumer<ClaimResult> done) {
    writer().write(new Op.Holding(by, new Reply<>(done, ClaimResult.Unknown::new)));
  }

  @Override
  public void leave(LeaseId lease, Consumer<LeaseResult> done) {
    writer().write(new Op.Leave(lease, new Reply<>(done, LeaseResult.Unknown::new)));
  }

  @Override
  public void onDue(Runnable look) {
    looks.add(look);
  }

  /** Tells that tasks may be due. */
  void due() {
    for (Runnable look : looks) {
      try {
        look.run();
      } catch (RuntimeException e) {
        LOG.error("what looks for due tasks failed", e);
      }
    }
  }

  @Override
  public boolean isWritable() {
    return writer().isWritable();
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  /** A task that cannot be encoded is a mistake of this program, and still gets its answer. */
  private void encoded(Reply<?> reply, Encoding encoding) {
    Op op;
    try {
      op = encoding.op();
    } catch (RuntimeException e) {
      LOG.error("a task cannot be encoded", e);
      reply.fail("it cannot be encoded: " + e.getMessage());
      return;
    }
    writer().write(op);
  }

  @FunctionalInterface
  private interface Encoding {
    Op op();
  }
}
