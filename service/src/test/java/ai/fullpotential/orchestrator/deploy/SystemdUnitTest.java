package ai.fullpotential.orchestrator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.cli.ExitCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the systemd unit to the code. */
class SystemdUnitTest {

  private static final Map<String, String> SERVICE = section("Service");

  /** The settings of a section; of one that is given twice the last. */
  private static Map<String, String> section(String name) {
    Map<String, String> settings = new HashMap<>();
    String current = "";
    for (String line : Checkout.text("deploy/orchestrator.service").lines().toList()) {
      if (line.startsWith("[")) {
        current = line.substring(1, line.length() - 1);
      } else if (current.equals(name) && !line.isBlank() && !line.startsWith("#")) {
        String[] pair = line.split("=", 2);
        settings.put(pair[0], pair[1]);
      }
    }
    return settings;
  }

  @Test
  void startsTheLauncherAndReadsItsSettingsFromAFile() {
    assertThat(SERVICE)
        .containsEntry("ExecStart", "/opt/orchestrator/orchestrator serve")
        .containsEntry("EnvironmentFile", "-/etc/orchestrator/orchestrator.env");
    assertThat(section("Install")).containsEntry("WantedBy", "multi-user.target");
  }

  @Test
  void drainsBeforeItKills() {
    assertThat(SERVICE).containsEntry("KillSignal", "SIGTERM");
    assertThat(Duration.ofSeconds(Long.parseLong(SERVICE.get("TimeoutStopSec"))))
        .isGreaterThan(Checkout.standardSeconds("SHUTDOWN_GRACE"));
  }

  @Test
  void startsAgainAfterAFailureThatAStartCanCure() {
    assertThat(SERVICE).containsEntry("Restart", "on-failure");
    assertThat(List.of(SERVICE.get("RestartPreventExitStatus").split(" ")))
        .contains(String.valueOf(ExitCode.USAGE.value()));
  }

  @Test
  void keepsItsFilesInTheDirectoriesThatSystemdMakes() {
    assertThat(environment())
        .containsEntry("DATA_DIR", "/var/lib/" + SERVICE.get("StateDirectory"))
        .containsEntry("CACHE_DIR", "/var/cache/" + SERVICE.get("CacheDirectory"));
    assertThat(Checkout.variables()).containsAll(environment().keySet());
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (String word : SERVICE.get("Environment").split(" ")) {
      String[] pair = word.split("=", 2);
      environment.put(pair[0], pair[1]);
    }
    return environment;
  }

  @Test
  void hasNoMoreRightsThanItNeeds() {
    assertThat(SERVICE)
        .containsEntry("DynamicUser", "yes")
        .containsEntry("ProtectSystem", "strict")
        .containsEntry("ProtectHome", "yes")
        .containsEntry("PrivateTmp", "yes")
        .containsEntry("NoNewPrivileges", "yes")
        .containsEntry("CapabilityBoundingSet", "")
        // Java compiles as it runs.
        .doesNotContainKey("MemoryDenyWriteExecute");
  }

  @Test
  void leavesRoomInMemoryForMoreThanTheHeap() {
    assertThat(SERVICE.get("MemoryMax")).matches("\\d+M");
    int limit = Integer.parseInt(SERVICE.get("MemoryMax").replace("M", ""));

    assertThat(limit - Checkout.heapMebibytes()).isGreaterThanOrEqualTo(200);
  }
}
