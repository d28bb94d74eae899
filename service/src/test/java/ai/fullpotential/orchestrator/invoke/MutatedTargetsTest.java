package ai.fullpotential.orchestrator.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.Cidr;
import ai.fullpotential.orchestrator.net.FakeDns;
import ai.fullpotential.orchestrator.net.ForbiddenListener;
import ai.fullpotential.orchestrator.net.HttpCall;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.net.OutboundSettings;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.TargetRules;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.task.TaskPath;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of broken droplet URLs and paths, put together and called: what gets through goes to the
 * address that is allowed, and a listener beside it on other addresses sees nobody.
 */
class MutatedTargetsTest {

  private static final int MUTATIONS = Integer.getInteger("mutations", 4_000);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final InetAddress GOOD = InetAddress.ofLiteral("127.0.0.3");

  private static final List<String> PIECES =
      List.of(
          "@EVIL",
          "//EVIL/",
          "\\\\EVIL",
          "http://EVIL/",
          ":80@EVIL",
          "EVIL",
          "@",
          ":",
          "/",
          "//",
          "\\",
          "?",
          "#",
          "%2f",
          "%40EVIL",
          "%00",
          "%0d%0a",
          "..",
          "/../",
          "/..//EVIL",
          "[::1]",
          "127.0.0.2",
          "[::ffff:127.0.0.2]",
          "[::ffff:7f00:2]",
          "[64:ff9b::7f00:2]",
          "2130706434",
          "0x7f000002",
          "127.2",
          "localhost",
          "0.0.0.0",
          "169.254.169.254",
          "0",
          ".",
          "a",
          " ",
          "\t",
          "\r\n",
          "\r\nHost: EVIL\r\n",
          "\u0000",
          "\uff20EVIL",
          "\u3002",
          "https:",
          ";",
          "%2e%2e/");

  private static String mutate(Random random, String original, String evil) {
    StringBuilder text = new StringBuilder(original);
    for (int i = random.nextInt(4); i > 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(random.nextInt(12) + 1));
      text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())).replace("EVIL", evil));
    }
    return text.toString();
  }

  @Test
  void nothingLeadsElsewhere() throws Exception {
    TargetRules rules = new TargetRules(List.of(Cidr.parse("127.0.0.3")), List.of());
    try (ScriptedDroplet droplet = ScriptedDroplet.at(GOOD, Turns.status(200, "1"));
        ForbiddenListener beside =
            new ForbiddenListener(InetAddress.ofLiteral("127.0.0.2"), droplet.port());
        ForbiddenListener six =
            new ForbiddenListener(InetAddress.ofLiteral("::1"), droplet.port());
        FakeDns dns = FakeDns.giving(InetAddress.ofLiteral("127.0.0.2"));
        Loops loops = dns.loops(1)) {
      HttpCaller caller =
          new HttpCaller(loops, new OutboundSettings(rules, Optional.empty(), Optional.empty()));
      Random random = new Random(6);
      String evil = "127.0.0.2:" + droplet.port();
      int calls = 0;
      int refused = 0;
      for (int i = 0; i < MUTATIONS; i++) {
        String url = mutate(random, "http://127.0.0.3:" + droplet.port() + "/base", evil);
        String path = mutate(random, "/a/path?q=1", evil);
        Optional<BaseUrl> base =
            BaseUrl.parse(url).filter(parsed -> parsed.port() == droplet.port());
        if (base.isEmpty() || TaskPath.fault(path).isPresent()) {
          continue;
        }
        TargetUrl.of(base.get(), new TaskPath(path));
        caller.call(HttpCall.get(base.get(), path, TIMEOUT, 100));
        if (base.get().host().equals("127.0.0.3") && !base.get().secure()) {
          calls++;
        } else {
          refused++;
        }
        assertThat(droplet.calls()).as(url + " and " + path).isEqualTo(calls);
      }
      beside.assertNobodyCame();
      six.assertNobodyCame();
      assertThat(calls).isGreaterThan(MUTATIONS / 20);
      assertThat(refused).isGreaterThan(MUTATIONS / 200);
    }
  }
}
