package ai.fullpotential.orchestrator.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.task.TaskPath;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackUrlsTest {

  private static final CallbackUrls URLS =
      new CallbackUrls(List.of(url("https://hooks.example/in"), url("http://[fd00::1]:8080")));

  private static BaseUrl url(String text) {
    return BaseUrl.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example, /in, true",
    "https://hooks.example, /in/7, true",
    "https://hooks.example, /in?x=/y, true",
    "https://HOOKS.example:443, /in, true",
    "https://hooks.example, /inside, false",
    "https://hooks.example, /In, false",
    "https://hooks.example, /%69n, false",
    "https://hooks.example, /in%2f7, false",
    "https://hooks.example, /, false",
    "https://hooks.example, /x/in, false",
    "http://hooks.example, /in, false",
    "https://hooks.example:8443, /in, false",
    "https://hooks.example., /in, false",
    "https://x.hooks.example, /in, false",
    "https://hooks.example.evil, /in, false",
    "http://[fd00::1]:8080, /, true",
    "http://[fd00::1]:8080, /any?thing, true",
    "http://[fd00::1], /, false",
  })
  void aUrlIsAllowedWhenItBeginsWithOneOfTheList(String origin, String path, boolean allowed) {
    assertThat(URLS.allow(url(origin), new TaskPath(path))).isEqualTo(allowed);
    assertThat(CallbackUrls.NONE.allow(url(origin), new TaskPath(path))).isFalse();
  }
}
