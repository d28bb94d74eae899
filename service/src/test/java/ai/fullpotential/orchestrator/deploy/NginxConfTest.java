package ai.fullpotential.orchestrator.deploy;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.ServerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the nginx examples to the code. {@link NginxProxyTest} runs them. */
class NginxConfTest {

  @ParameterizedTest
  @EnumSource
  void leadsToThePortOfTheService(PrefixStyle style) {
    NginxConf upstream = style.conf().only("upstream", "orchestrator");

    assertThat(upstream.value("server")).isEqualTo("127.0.0.1:" + Checkout.standard("PORT"));
  }

  @ParameterizedTest
  @EnumSource
  void givesUpIdleConnectionsBeforeTheServiceDoes(PrefixStyle style) {
    NginxConf upstream = style.conf().only("upstream", "orchestrator");

    assertThat(Integer.parseInt(upstream.value("keepalive"))).isPositive();
    assertThat(seconds(upstream.value("keepalive_timeout")))
        .isLessThan(ServerSettings.at("", 0, 0).idleTimeout());
    assertThat(server(style).value("proxy_http_version")).isEqualTo("1.1");
    assertThat(server(style).only("proxy_set_header", "Connection").words()).endsWith("");
  }

  @ParameterizedTest
  @EnumSource
  void waitsLongerThanATaskMayTake(PrefixStyle style) {
    Duration task = Checkout.standardSeconds("TASK_TIMEOUT");

    assertThat(seconds(server(style).value("proxy_read_timeout"))).isGreaterThan(task);
    assertThat(seconds(server(style).value("proxy_send_timeout"))).isGreaterThan(task);
  }

  @ParameterizedTest
  @EnumSource
  void takesTheSameBodiesAsTheService(PrefixStyle style) {
    assertThat(server(style).value("client_max_body_size")).isEqualTo("1m");
    assertThat(Checkout.standard("MAX_REQUEST_BYTES")).isEqualTo(String.valueOf(1024 * 1024));
    assertThat(errors(style).get("413")).contains(Checkout.standard("MAX_REQUEST_BYTES"));
  }

  @ParameterizedTest
  @EnumSource
  void neverSendsARequestTwice(PrefixStyle style) {
    assertThat(server(style).value("proxy_next_upstream")).isEqualTo("off");
  }

  @ParameterizedTest
  @EnumSource
  void passesTheErrorsOfTheServiceAndNamesItsOwnAlike(PrefixStyle style) {
    assertThat(server(style).value("proxy_intercept_errors")).isEqualTo("off");
    errors(style)
        .forEach(
            (status, error) -> {
              ErrorCode code = ErrorCode.valueOf(error.substring(1, error.indexOf('"', 1)));
              assertThat(String.valueOf(code.httpStatus()))
                  .isEqualTo(status.equals("default") ? "500" : status);
            });
  }

  private static Map<String, String> errors(PrefixStyle style) {
    return style.conf().only("map", "$status").block().stream()
        .collect(toMap(d -> d.words().getFirst(), d -> d.words().getLast()));
  }

  @Test
  void theStylesDifferInWhatBecomesOfThePathAlone() {
    List<String> kept = code(PrefixStyle.KEPT);
    List<String> stripped = code(PrefixStyle.STRIPPED);

    assertThat(stripped.stream().filter(l -> l.contains("proxy_pass")))
        .containsExactly("proxy_pass http://orchestrator/;", "proxy_pass http://orchestrator/;");
    assertThat(kept)
        .isEqualTo(
            stripped.stream().map(l -> l.replace("//orchestrator/;", "//orchestrator;")).toList());
  }

  private static List<String> code(PrefixStyle style) {
    return style.text().lines().map(String::strip).filter(l -> !l.startsWith("#")).toList();
  }

  private static NginxConf server(PrefixStyle style) {
    return style.conf().only("server");
  }

  private static Duration seconds(String text) {
    assertThat(text).matches("\\d+s");
    return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
  }
}
