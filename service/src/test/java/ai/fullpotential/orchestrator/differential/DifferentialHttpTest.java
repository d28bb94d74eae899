package ai.fullpotential.orchestrator.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.Observers;
import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.differential.Talk.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of ambiguous and broken requests, straight at the service and through two other programs that
 * read HTTP in their own ways: nobody ever gets another's answer, what hides in a body never becomes a
 * request, and nothing hangs.
 */
class DifferentialHttpTest {

  private static final int PATIENCE_MS = 5_000;
  private static final int A_MOMENT_MS = 50;
  private static final Pattern OWN = Pattern.compile("(?:case|marker|fresh|smuggled)-(\\d+)");

  private record Handled(String requestId, int status) {}

  private static final Queue<Handled> HANDLED = new ConcurrentLinkedQueue<>();

  @TempDir private static Path data;
  private static TestApplication service;

  @TempDir private Path proxyDirectory;

  @BeforeAll
  static void start() throws Exception {
    service =
        TestApplication.start(
            data,
            new Observers(
                (_, _, template, status, requestId, _, _) -> {
                  if (!template.isEmpty()) {
                    HANDLED.add(new Handled(requestId, status));
                  }
                },
                (_, _, _, _, _, _, _) -> {},
                _ -> {},
                _ -> {}),
            "DROPLET_PROBE_INTERVAL",
            "600",
            "REGISTRY_SYNC_INTERVAL",
            "600");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void theTableHasThreeHundredCasesAtLeastOnceEach() {
    assertThat(HttpCase.all())
        .hasSizeGreaterThan(300)
        .extracting(HttpCase::text)
        .doesNotHaveDuplicates();
  }

  @Test
  void theServiceRefusesWhatIsAmbiguousAndEndsTheConnection() {
    List<String> wrong = new ArrayList<>();
    for (HttpCase each : HttpCase.all()) {
      HANDLED.clear();
      Talk talk =
          each.waits()
              ? Talk.with(service.port(), A_MOMENT_MS, each.request())
              : Talk.with(service.port(), PATIENCE_MS, each.request(), last(each));
      fault(each, talk).forEach(fault -> wrong.add(each + "\n    " + fault));
    }
    assertThat(wrong).isEmpty();
  }

  private static Stream<String> fault(HttpCase each, Talk talk) {
    List<Answer> answers = talk.answers();
    List<Integer> statuses = answers.stream().map(Answer::status).toList();
    Stream.Builder<String> faults = Stream.builder();
    if (each.waits()) {
      if (!talk.text().isEmpty() || talk.closed()) {
        faults.add("does not wait: " + talk);
      }
    } else if (!talk.closed()) {
      faults.add("hangs after " + statuses);
    } else if (each.ends()) {
      if (!statuses.equals(List.of(each.status())) || !answers.getFirst().ends()) {
        faults.add("answers " + statuses + " " + talk.text());
      }
    } else if (!statuses.equals(List.of(each.status(), 200))
        || !answers.getLast().body().contains("\"marker-" + each.number() + "\"")) {
      faults.add("answers " + statuses + " " + talk.text());
    }
    HANDLED.stream()
        .filter(handled -> handled.requestId().startsWith("smuggled"))
        .forEach(handled -> faults.add("handles what was smuggled: " + handled));
    return faults.build();
  }

  @Test
  void throughNginxNobodyGetsAnothersAnswer() {
    try (Proxy nginx = Proxy.nginx(proxyDirectory, service.port())) {
      assertInStep(nginx);
    }
  }

  @Test
  void throughHaproxyNobodyGetsAnothersAnswer() {
    try (Proxy haproxy = Proxy.haproxy(proxyDirectory, service.port())) {
      assertInStep(haproxy);
    }
  }

  private static void assertInStep(Proxy proxy) {
    List<String> wrong = new ArrayList<>();
    int passed = 0;
    for (HttpCase each : HttpCase.all()) {
      HANDLED.clear();
      Talk talk = Talk.with(proxy.port(), PATIENCE_MS, each.request(), last(each));
      passed += HANDLED.isEmpty() ? 0 : 1;
      if (!talk.closed()) {
        wrong.add(each + "\n    hangs after " + talk.text());
      }
      OWN.matcher(talk.text())
          .results()
          .map(MatchResult::group)
          .filter(id -> !id.endsWith("-" + each.number()))
          .forEach(id -> wrong.add(each + "\n    is answered for " + id));
      for (String kind : List.of("fresh", "fresh")) {
        Talk next = Talk.with(proxy.port(), PATIENCE_MS, fresh(each, kind));
        if (next.answers().size() != 1
            || next.answers().getFirst().status() != 200
            || !next.text().contains("\"" + kind + "-" + each.number() + "\"")) {
          wrong.add(each + "\n    and the next gets " + next.text());
        }
      }
      HANDLED.stream()
          .filter(handled -> !handled.requestId().startsWith("proxied-"))
          .forEach(
              handled -> wrong.add(each + "\n    reaches a handler past the proxy: " + handled));
    }
    assertThat(wrong).isEmpty();
    assertThat(passed).as("cases of which anything came through").isGreaterThan(30);
  }

  private static byte[] last(HttpCase each) {
    return fresh(each, "marker");
  }

  private static byte[] fresh(HttpCase each, String kind) {
    return each.marker(kind, "Connection: close\r\n").getBytes(ISO_8859_1);
  }
}
