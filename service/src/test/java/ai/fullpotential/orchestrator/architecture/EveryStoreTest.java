package ai.fullpotential.orchestrator.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.store.OnEveryStore;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No end-to-end test is left out of the runs on every store. */
class EveryStoreTest {

  private static final String ROOT = "ai.fullpotential.orchestrator";
  private static final Set<String> SERVICES =
      Set.of(ROOT + ".app.TestApplication", ROOT + ".api.TestService");

  /**
   * Its properties are jqwik's; it goes over all stores itself; several nodes share PostgreSQL alone; a
   * proxy and a script are tested; the description is held to routes and requests, of which no store knows;
   * views draw what the API answers; who is let in, and what a task is given when it is taken in, is
   * settled before a store is asked.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "MutationPropertyTest",
          "FuzzTest",
          "DifferentialHttpTest",
          "InboundDefaultsTest",
          "CallbackExamplesTest",
          "TlsClientTest",
          "PeerFailuresTest",
          "ClusterEventsTest",
          "ClusterHeartbeatsTest",
          "NginxProxyTest",
          "HealthcheckTest",
          "ApiDocumentTest",
          "DocumentResourceTest",
          "RequestExamplesTest",
          "ConsoleFilesTest",
          "DropletsCommandTest",
          "EventsCommandTest",
          "SchedulesCommandTest",
          "TopCommandTest",
          "WatchCommandTest",
          "ClusterPoliciesTest",
          "PolicyCommandTest",
          "PolicyDefaultsTest",
          "SecretsTest",
          "AccessTableTest",
          "TokenCommandTest");

  @Test
  void everyTestOfTheWholeServiceRunsOnEveryStore() {
    List<JavaClass> tests =
        new ClassFileImporter()
            .importPackages(ROOT).stream()
                .filter(type -> type.getSimpleName().endsWith("Test"))
                .filter(EveryStoreTest::usesTheService)
                .filter(type -> !LEFT_OUT.contains(type.getSimpleName()))
                .toList();
    assertThat(tests).hasSizeGreaterThan(20);
    assertThat(tests)
        .filteredOn(type -> !type.isAnnotatedWith(OnEveryStore.class))
        .extracting(JavaClass::getSimpleName)
        .isEmpty();
  }

  private static boolean usesTheService(JavaClass type) {
    return Stream.concat(Stream.of(type), type.getAllRawSuperclasses().stream())
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .anyMatch(dependency -> SERVICES.contains(dependency.getTargetClass().getName()));
  }
}
