package ai.fullpotential.orchestrator.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.SystemTime;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the package graph to the whitelist in docs/architecture.md. */
class ArchitectureTest {

  private static final String ROOT = "ai.fullpotential.orchestrator";

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** What each package may import of this program. What is not named here may not exist. */
  private static final Map<String, Set<String>> MAY_IMPORT = mayImport();

  private static Map<String, Set<String>> mayImport() {
    Map<String, Set<String>> table = new TreeMap<>();
    table.put("time", Set.of());
    table.put("json", Set.of());
    table.put("retry", Set.of());
    table.put("schedule", Set.of());
    table.put("policy", Set.of("retry"));
    table.put("trace", Set.of());
    table.put("task", Set.of("retry", "trace", "json"));
    table.put("net", Set.of("trace", "json", "time"));
    table.put("auth", Set.of("net", "json", "time"));
    table.put("registry", Set.of("net", "json", "time", "retry"));
    table.put("invoke", Set.of("task", "registry", "net", "trace", "json", "time"));
    table.put("store", Set.of("task", "event", "retry", "trace", "json", "time"));
    table.put(
        "dispatch",
        Set.of(
            "task",
            "retry",
            "policy",
            "flow",
            "registry",
            "invoke",
            "net",
            "trace",
            "json",
            "time"));
    table.put("flow", Set.of("policy", "task", "retry", "json", "time"));
    table.put("firing", Set.of("schedule", "task", "retry", "json", "time"));
    table.put("event", Set.of("task", "registry", "json", "time"));
    table.put("metrics", Set.of("task", "registry", "net", "json", "time"));
    table.put(
        "api",
        Set.of(
            "net",
            "task",
            "dispatch",
            "invoke",
            "schedule",
            "firing",
            "policy",
            "flow",
            "registry",
            "metrics",
            "event",
            "trace",
            "retry",
            "json",
            "time"));
    table.put("openapi", Set.of("net"));
    table.put("telemetry", Set.of("task", "trace"));
    table.put("embedded", Set.of("net", "registry", "json", "time"));
    table.put(
        "config",
        Set.of(
            "net",
            "auth",
            "registry",
            "embedded",
            "store",
            "dispatch",
            "invoke",
            "telemetry",
            "task",
            "retry",
            "json"));
    table.put("logging", Set.of("net", "task", "config", "time"));
    table.put("console", Set.of("net"));
    table.put("demo", Set.of("net", "json", "time"));
    table.put("cli", Set.of("net", "auth", "registry", "config", "json", "demo", "time"));
    Set<String> features = Set.copyOf(table.keySet());
    table.put("app", features);
    table.put("", union(Set.of("app", "cli", "config", "logging", "demo", "net", "time")));
    return table;
  }

  private static Set<String> union(Set<String> set) {
    return new TreeSet<>(set);
  }

  @TestFactory
  List<DynamicTest> eachPackageImportsOnlyWhatItMay() {
    return MAY_IMPORT.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().isEmpty() ? "(root)" : entry.getKey(),
                    () -> onlyImports(entry.getKey(), entry.getValue())))
        .toList();
  }

  private static void onlyImports(String name, Set<String> allowed) {
    noClasses()
        .that()
        .resideInAPackage(packageOf(name))
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(resideOutsideOfPackage(packageOf(name)))
                .and(
                    DescribedPredicate.describe(
                        "are outside " + allowed,
                        (JavaClass c) ->
                            allowed.stream()
                                .noneMatch(a -> c.getPackageName().equals(packageOf(a))))))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> known =
        MAY_IMPORT.keySet().stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet());
    assertThat(CODE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
        .isSubsetOf(known);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void onlyNetSeesTheHttpLibrary() {
    outside("net")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(CODE);
  }

  @Test
  void onlyStoreSeesSql() {
    outside("store")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.sqlite..",
            "org.flywaydb..",
            "org.postgresql..",
            "com.zaxxer.hikari..")
        .check(CODE);
  }

  @Test
  void onlyScheduleSeesTheCronLibrary() {
    outside("schedule")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.cronutils..")
        .check(CODE);
  }

  @Test
  void onlyAuthSeesTheLibraryOfTokens() {
    outside("auth").should().dependOnClassesThat().resideInAPackage("com.nimbusds..").check(CODE);
  }

  @Test
  void onlyTelemetrySeesOpenTelemetry() {
    outside("telemetry")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(CODE);
  }

  @Test
  void onlySystemTimeReadsTheMachinesClocks() {
    noClasses()
        .that()
        .areNotAssignableTo(SystemTime.class)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDateTime.class, "now")
        .orShould()
        .callMethod(java.time.ZonedDateTime.class, "now")
        .orShould()
        .callMethod(java.time.Clock.class, "systemUTC")
        .orShould()
        .callMethod(java.time.InstantSource.class, "system")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .check(CODE);
  }

  @Test
  void thePureCoreDoesNoInputOrOutputAndStartsNoThread() {
    noClasses()
        .that()
        .resideInAnyPackage(
            packageOf("task"),
            packageOf("retry"),
            packageOf("trace"),
            packageOf("schedule"),
            packageOf("policy"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.nio.file..", "java.util.concurrent..", "org.slf4j..", "java.sql..")
        .check(CODE);
  }

  @Test
  void noPackageIsAPlaceForEverything() {
    classes()
        .should()
        .resideOutsideOfPackages(
            "..util..", "..utils..", "..internal..", "..exceptions..", "..common..")
        .check(CODE);
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhatItIsFor() {
    assertThat(
            CODE.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(p -> p.getName()))
        .isEmpty();
  }

  @Test
  void namesSayTheRoleAndNotTheWayItIsMade() {
    assertThat(
            CODE.stream()
                .map(JavaClass::getSimpleName)
                .filter(
                    name ->
                        List.of("Impl", "Manager", "Util", "Utils", "Helper").stream()
                                .anyMatch(name::endsWith)
                            || name.startsWith("Abstract")))
        .isEmpty();
  }

  private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction outside(
      String name) {
    GivenClasses all = noClasses();
    return all.that().resideOutsideOfPackage(packageOf(name));
  }

  private static String packageOf(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }
}
