package ai.fullpotential.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.task.Task;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TestTasks;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private static Task asynchronous(String droplet) {
    return TestTasks.task().withDroplet(droplet).withOptions(TaskOptions.ASYNCHRONOUS).accepted();
  }

  @Test
  void oneDropletHasHalfOfAllPlacesWhateverTheCaseOfItsName() {
    Places places = new Places(4);
    Places.Place first = places.none();

    assertThat(first.takeFor(asynchronous("a"))).isTrue();
    assertThat(first.takeFor(asynchronous("a"))).as("it has its place already").isTrue();
    assertThat(places.none().takeFor(asynchronous("A"))).isTrue();
    assertThat(places.none().takeFor(asynchronous("a"))).isFalse();
    assertThat(places.none().takeFor(asynchronous("b"))).isTrue();

    first.giveBack();
    first.giveBack();
    assertThat(places.none().takeFor(asynchronous("a"))).isTrue();
    assertThat(places.none().takeFor(asynchronous("a"))).as("given back once").isFalse();
  }

  @Test
  void aTaskWhoseCallerWaitsNeedsNone() {
    Places places = new Places(1);
    assertThat(places.none().takeFor(asynchronous("a"))).isTrue();
    assertThat(places.none().takeFor(TestTasks.task().withDroplet("a").accepted())).isTrue();
  }
}
