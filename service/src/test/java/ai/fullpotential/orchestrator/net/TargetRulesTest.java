package ai.fullpotential.orchestrator.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {

  private static List<Cidr> ranges(String... texts) {
    return Arrays.stream(texts).map(Cidr::parse).toList();
  }

  private static String judged(TargetRules rules, String address) {
    return rules.refusal(InetAddress.ofLiteral(address)).orElse("allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "169.254.169.254 | cloud metadata (169.254.169.254/32)",
        "::ffff:169.254.169.254 | cloud metadata (169.254.169.254/32)",
        "100.100.100.200 | cloud metadata (100.100.100.200/32)",
        "168.63.129.16 | cloud metadata (168.63.129.16/32)",
        "fd00:ec2::254 | cloud metadata (fd00:ec2:0:0:0:0:0:0/32)",
        "169.254.0.1 | link-local (169.254.0.0/16)",
        "169.254.255.255 | link-local (169.254.0.0/16)",
        "fe80::1 | link-local (fe80:0:0:0:0:0:0:0/10)",
        "febf::1 | link-local (fe80:0:0:0:0:0:0:0/10)",
        "224.0.0.1 | multicast (224.0.0.0/4)",
        "239.255.255.255 | multicast (224.0.0.0/4)",
        "ff02::1 | multicast (ff00:0:0:0:0:0:0:0/8)",
        "255.255.255.255 | broadcast (255.255.255.255/32)",
        "0.0.0.0 | unspecified (0.0.0.0/8)",
        "0.1.2.3 | unspecified (0.0.0.0/8)",
        ":: | unspecified (0:0:0:0:0:0:0:0/128)",
        "2001:db8::5efe:a9fe:a9fe | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "2001:db8::200:5efe:a9fe:a9fe | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "64:ff9b::a9fe:a9fe | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "64:ff9b:1::a9fe:a9fe | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "64:ff9b:1:a9fe:a9:fe00:: | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "64:ff9b:1:a9:fe:a9fe:: | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "64:ff9b:1:0:a9:fea9:fe00:: | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "2002:a9fe:a9fe::1 | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "2001:0:a9fe:a9fe::1 | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "2001:0:102:304:0:0:5601:5601 | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "::a9fe:a9fe | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "::ffff:0:a9fe:a9fe | cloud metadata (169.254.169.254/32), and it leads to 169.254.169.254",
        "2002:e000:1::1 | multicast (224.0.0.0/4), and it leads to 224.0.0.1",
      })
  void noDropletHasSuchAnAddress(String address, String why) {
    assertThat(judged(TargetRules.STANDARD, address)).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "fd00::1",
        "fc00::1",
        "169.253.255.255",
        "169.255.0.0",
        "fec0::1",
        "fe7f::1",
        "223.255.255.255",
        "240.0.0.1",
        "8.8.8.8",
        "2001:db8::1",
        "64:ff9b::102:304",
        "64:ff9b:1::102:304",
        "2002:a01:203::1",
        "2001:1::a9fe:a9fe",
        "2001:0:102:304:0:0:f5fe:fdfc",
        "::ffff:10.0.0.1"
      })
  void aMeshLivesOnPrivateAndPublicAddresses(String address) {
    assertThat(judged(TargetRules.STANDARD, address)).isEqualTo("allowed");
  }

  @Test
  void denyWinsOverAllowAndSeesThroughTranslations() {
    TargetRules rules =
        new TargetRules(ranges("10.0.0.0/8", "64:ff9b::/96", "2002::/16"), ranges("10.9.0.0/17"));
    assertThat(judged(rules, "10.9.127.255")).isEqualTo("DENY_TARGETS has 10.9.0.0/17");
    assertThat(judged(rules, "10.9.128.0")).isEqualTo("allowed");
    assertThat(judged(rules, "::ffff:10.9.1.1")).isEqualTo("DENY_TARGETS has 10.9.0.0/17");
    assertThat(judged(rules, "64:ff9b::a09:101"))
        .isEqualTo("DENY_TARGETS has 10.9.0.0/17, and it leads to 10.9.1.1");
    assertThat(judged(rules, "2002:a09:101::"))
        .isEqualTo("DENY_TARGETS has 10.9.0.0/17, and it leads to 10.9.1.1");
  }

  @Test
  void withAnAllowListNothingElseIsAllowed() {
    TargetRules rules = new TargetRules(ranges("10.0.0.0/8", "fd00:1::/33"), List.of());
    assertThat(judged(rules, "10.255.255.255")).isEqualTo("allowed");
    assertThat(judged(rules, "fd00:1:7fff::1")).isEqualTo("allowed");
    for (String other : List.of("11.0.0.0", "127.0.0.1", "fd00:1:8000::1", "::1", "8.8.8.8")) {
      assertThat(judged(rules, other)).isEqualTo("ALLOW_TARGETS does not have it");
    }
    assertThat(judged(new TargetRules(ranges("::/0"), List.of()), "10.0.0.1"))
        .isEqualTo("ALLOW_TARGETS does not have it");
  }

  @Test
  void whatNoDropletHasIsAllowedOnlyByItsOwnName() {
    String metadata = "169.254.169.254";
    for (String wide : List.of("0.0.0.0/0", "169.254.0.0/16", "169.254.169.254/31")) {
      assertThat(judged(new TargetRules(ranges(wide), List.of()), metadata))
          .startsWith("cloud metadata");
    }
    TargetRules named = new TargetRules(ranges(metadata), List.of());
    assertThat(judged(named, metadata)).isEqualTo("allowed");
    assertThat(judged(named, "169.254.169.253")).isEqualTo("ALLOW_TARGETS does not have it");
    assertThat(judged(new TargetRules(ranges(metadata), ranges(metadata)), metadata))
        .startsWith("DENY_TARGETS");
  }

  @Test
  void theOperatorsOwnAddressesAreNotDoubted() {
    assertThat(judged(TargetRules.ANY, "169.254.169.254")).isEqualTo("allowed");
  }

  @Test
  void aRangeOfMappedAddressesIsOneOfFourBytes() {
    assertThat(Cidr.parse("::ffff:10.0.0.0/104")).isEqualTo(Cidr.parse("10.0.0.0/8"));
    assertThat(Cidr.parse("::ffff:10.0.0.1")).hasToString("10.0.0.1/32");
  }
}
