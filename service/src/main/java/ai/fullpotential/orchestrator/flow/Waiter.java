package ai.fullpotential.orchestrator.flow;

import ai.fullpotential.orchestrator.task.TaskState.Waiting;
import ai.fullpotential.orchestrator.time.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Someone who has come to a gate. Safe for any thread. */
final class Waiter implements Turn, Comparable<Waiter> {

  final Ask ask;
  private final Gate gate;
  private final Loop loop;
  private final Consumer<Answer> told;
  private final long number;

  /**
   * Someone who has come.
   *
   * @param number later ones have higher ones
   */
  Waiter(Gate gate, Ask ask, Loop loop, Consumer<Answer> told, long number) {
    this.gate = gate;
    this.ask = ask;
    this.loop = loop;
    this.told = told;
    this.number = number;
  }

  @Override
  public @Nullable Waiting waitsFor() {
    return gate.waitsFor(this);
  }

  @Override
  public void leave() {
    gate.leave(this);
  }

  /** To be called without the gate's lock. */
  void tell(Answer answer) {
    loop.execute(() -> told.accept(answer));
  }

  /** Who goes first: by priority, then who came first. */
  @Override
  public int compareTo(Waiter other) {
    int byPriority = Integer.compare(ask.priority(), other.ask.priority());
    return byPriority != 0 ? byPriority : Long.compare(number, other.number);
  }
}
