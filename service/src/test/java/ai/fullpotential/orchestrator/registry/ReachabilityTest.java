package ai.fullpotential.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of droplets that begin and cease to answer. */
class ReachabilityTest {

  private final List<String> told = new ArrayList<>();
  private final TestDirectory directory = new TestDirectory(new SystemTime());
  private final Reachability reachability =
      new Reachability(
          directory.directory(),
          new MeshListener() {
            @Override
            public void reachable(String droplet, boolean isReachable) {
              told.add(droplet + " " + isReachable);
            }
          });

  @Test
  void eachChangeIsToldOnceByTheNameThatTheRegistryGives() {
    directory.list("Mailer", BaseUrl.parse("http://localhost:1").orElseThrow());
    reachability.missed("mailer");
    reachability.heard("mailer");
    reachability.heard("MAILER");
    reachability.missed("mAiLeR");
    reachability.missed("mailer");
    reachability.heard("nobody");
    assertThat(told).containsExactly("Mailer true", "Mailer false");
  }
}
