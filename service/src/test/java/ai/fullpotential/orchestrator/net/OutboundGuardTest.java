package ai.fullpotential.orchestrator.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet.Turn;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The address that is checked is the address that is connected to, whatever a name server says. */
class OutboundGuardTest {

  private static final Duration PLENTY = Duration.ofSeconds(5);
  private static final InetAddress GOOD = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress BAD = InetAddress.ofLiteral("127.0.0.2");
  private static final OutboundSettings RULES =
      new OutboundSettings(
          new TargetRules(List.of(), List.of(Cidr.parse("127.0.0.2"))),
          Optional.empty(),
          Optional.empty());

  private static HttpOutcome call(HttpCaller caller, String host, int port) throws Exception {
    return caller.call(HttpCall.get(new BaseUrl(false, host, port, ""), "/", PLENTY, 10));
  }

  @Test
  void aNameIsNeverResolvedBetweenCheckAndConnection() throws Exception {
    InetAddress[] inTurn =
        IntStream.range(0, 40).mapToObj(i -> i % 2 == 0 ? GOOD : BAD).toArray(InetAddress[]::new);
    Turn closes =
        Turns.sendAndClose("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1");
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(closes);
        ForbiddenListener forbidden = new ForbiddenListener(BAD, droplet.port());
        FakeDns dns = FakeDns.giving(inTurn);
        Loops loops = dns.loops(1)) {
      HttpCaller caller = new HttpCaller(loops, RULES);
      HttpOutcome refused =
          new HttpOutcome.Refused(
              "the address 127.0.0.2 of http://moving.test:%d is refused: DENY_TARGETS has 127.0.0.2/32"
                  .formatted(droplet.port()));
      for (int calls = 1; calls <= inTurn.length; calls++) {
        HttpOutcome outcome = call(caller, "moving.test", droplet.port());
        if (calls % 2 == 1) {
          assertThat(outcome).isInstanceOf(HttpOutcome.Answered.class);
        } else {
          assertThat(outcome).isEqualTo(refused);
        }
        assertThat(dns.asked()).isEqualTo(calls);
      }
      assertThat(droplet.calls()).isEqualTo(inTurn.length / 2);
      forbidden.assertNobodyCame();
      assertThat(droplet.requests().getFirst().header("Host"))
          .containsExactly("moving.test:" + droplet.port());
    }
  }

  @Test
  void everyWayToWriteARefusedAddressIsRefused() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));
        ForbiddenListener forbidden = new ForbiddenListener(BAD, droplet.port());
        FakeDns dns = FakeDns.giving(BAD);
        Loops loops = dns.loops(1)) {
      HttpCaller caller = new HttpCaller(loops, RULES);
      for (String host :
          List.of(
              "127.0.0.2",
              "[::ffff:127.0.0.2]",
              "[::ffff:7f00:2]",
              "[64:ff9b::7f00:2]",
              "[2002:7f00:2::1]",
              "2130706434",
              "0x7f000002",
              "0177.0.0.2",
              "127.2",
              "a-name.test")) {
        assertThat(call(caller, host, droplet.port()))
            .as(host)
            .isInstanceOfSatisfying(
                HttpOutcome.Refused.class,
                refused -> assertThat(refused.detail()).contains("DENY_TARGETS has 127.0.0.2/32"));
      }
      forbidden.assertNobodyCame();
    }
  }

  /** What a pool keeps was checked too, but a droplet that moves must not be called where it was. */
  @Test
  void aConnectionThatIsOpenServesOnlyTheAddressThatItGoesTo() throws Exception {
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(Turns.status(200, "1"));
        FakeDns dns = FakeDns.giving(GOOD, BAD);
        Loops loops = dns.loops(1)) {
      HttpCaller caller = new HttpCaller(loops);
      assertThat(call(caller, "moving.test", droplet.port()))
          .isInstanceOf(HttpOutcome.Answered.class);
      assertThat(droplet.openConnections()).isEqualTo(1);
      assertThat(call(caller, "moving.test", droplet.port()))
          .isEqualTo(
              new HttpOutcome.Refused(
                  "connection refused by http://moving.test:" + droplet.port()));
    }
  }
}
