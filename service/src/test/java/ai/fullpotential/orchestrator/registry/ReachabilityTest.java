package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of droplets that begin and cease to answer. */
class ReachabilityTest {

  private final List<String> told = new ArrayList<>();
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final ManualTime time = new ManualTime();
  private final TestDirectory directory = new TestDirectory(time);
  private final Reachability reachability =
      new Reachability(
          directory.directory(),
          new MeshListener() {
            @Override
            public void reachable(String droplet, boolean isReachable) {
              told.add(droplet + " " + isReachable);
            }
          },
          time,
          TIMEOUT);

  @Test
  void eachChangeIsToldOnceByTheNameThatTheRegistryGives() {
    directory.list("Mailer", BaseUrl.parse("http://localhost:1").orElseThrow());
    reachability.called("mailer", false, time.instant());
    reachability.called("mailer", true, time.instant());
    reachability.called("MAILER", true, time.instant());
    reachability.called("mAiLeR", false, time.instant());
    reachability.called("mailer", false, time.instant());
    reachability.called("nobody", true, time.instant());
    assertThat(told).containsExactly("Mailer true", "Mailer false");
  }

  @Test
  void aHeartbeatIsToldAtOnceAndItsAbsenceWhenSomebodyLooks() {
    directory.list("Mailer", BaseUrl.parse("http://localhost:1").orElseThrow());
    reachability.heartbeat("mailer", beat());
    assertThat(told).containsExactly("Mailer true");

    time.advance(TIMEOUT.minusNanos(1));
    reachability.look();
    assertThat(reachability.reachable("mailer")).isTrue();
    time.advance(Duration.ofNanos(1));
    assertThat(reachability.reachable("mailer")).isFalse();
    assertThat(reachability.reachableCount()).isZero();
    assertThat(told).containsExactly("Mailer true");
    reachability.look();
    reachability.look();
    assertThat(told).containsExactly("Mailer true", "Mailer false");

    reachability.heartbeat("mailer", beat());
    assertThat(told).containsExactly("Mailer true", "Mailer false", "Mailer true");
  }

  @Test
  void oneThatNeverSentAHeartbeatIsNeverMissedForOne() {
    directory.list("Mailer", BaseUrl.parse("http://localhost:1").orElseThrow());
    reachability.probed("mailer", true);
    time.advance(TIMEOUT.multipliedBy(10));
    reachability.look();
    assertThat(reachability.reachable("mailer")).isTrue();
  }

  @Test
  void aMoveLeavesOnlyWhatTheDropletToldItself() {
    directory.list("Mailer", BaseUrl.parse("http://localhost:1").orElseThrow());
    reachability.heartbeat("mailer", beat());
    time.advance(Duration.ofSeconds(1));
    reachability.probed("mailer", false);
    assertThat(reachability.reachable("mailer")).isFalse();
    reachability.moved("mailer");
    assertThat(reachability.sightings("mailer").probe()).isNull();
    assertThat(reachability.reachable("mailer")).isTrue();
  }

  private Heartbeat beat() {
    return new Heartbeat(time.instant(), "active", JsonText.NULL, "node-1");
  }
}
