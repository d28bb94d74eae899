package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Writes whose callers wait for them. */
final class Writes {

  private record Outcome<R>(@Nullable R result, @Nullable String unknown) {}

  private final GroupedWriter writer;

  Writes(GroupedWriter writer) {
    this.writer = writer;
  }

  /** Waits until the statements are committed, and returns what they returned. */
  <R> R make(Op.Work.Statements<R> statements) throws InterruptedException {
    CompletableFuture<Outcome<R>> done = new CompletableFuture<>();
    Reply<Outcome<R>> reply = new Reply<>(done::complete, why -> new Outcome<>(null, why));
    writer.write(new Op.Work<>(sql -> new Outcome<>(statements.run(sql), null), reply));
    Outcome<R> outcome = await(done);
    R result = outcome.result();
    if (result == null) {
      throw unavailable(String.valueOf(outcome.unknown()));
    }
    return result;
  }

  private static <T> T await(CompletableFuture<T> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StoreUnavailable unavailable(String why) {
    return new StoreUnavailable(why, new SQLException(why));
  }
}
