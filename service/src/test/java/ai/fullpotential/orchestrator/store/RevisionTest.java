package ai.fullpotential.orchestrator.store;

import static ai.fullpotential.orchestrator.task.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.Task;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A mark of each record of a task. */
class RevisionTest {

  @Provide
  Arbitrary<Task> tasks() {
    return AnyTask.tasks();
  }

  @Property(tries = 1000)
  void isTheSameForWhatIsReadBack(@ForAll("tasks") Task task) {
    assertThat(Revision.of(TaskCodec.task(TaskCodec.row(task))))
        .isEqualTo(Revision.of(task))
        .isNotZero();
  }

  @Example
  void isAnotherAfterEachStep() {
    List<Task> walk = StoreFixture.walk(task(), 3);

    assertThat(walk.stream().map(Revision::of)).doesNotHaveDuplicates();
  }

  /** Rows hold it: a version that computes it otherwise could not save what an older one recorded. */
  @Example
  void neverChanges() {
    assertThat(List.of(task().accepted(), task().running(), task().waiting(), task().succeeded()))
        .extracting(Revision::of)
        .containsExactly(
            1025029799459684199L,
            3106828940915186806L,
            -8357146623666967106L,
            -5751733133095096704L);
  }
}
