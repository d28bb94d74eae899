package ai.fullpotential.orchestrator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsFormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // nothing is ranked, or all alike
        "~~                                             | JSON",
        "*/*                                            | JSON",
        "*/*;q=0.1                                      | JSON",
        "*/*;q=0                                        | JSON",
        "image/png                                      | JSON",
        "text/html                                      | JSON",
        "nonsense                                       | JSON",
        ",,,;;;                                         | JSON",
        // one is named
        "application/json                               | JSON",
        "text/plain                                     | PROMETHEUS",
        "application/openmetrics-text                   | OPEN_METRICS",
        "APPLICATION/OpenMetrics-Text                   | OPEN_METRICS",
        "Text/Plain; Version=0.0.4; Charset=utf-8       | PROMETHEUS",
        "text/plain;version=\"1,0;q=0\"                 | PROMETHEUS",
        "text/plain;version=\"a\\\",b\";q=0.3, application/json;q=0.2 | PROMETHEUS",
        "application/json; charset=utf-8                | JSON",
        "application/json;q=0.001                       | JSON",
        // ties are JSON's
        "application/json, text/plain                   | JSON",
        "text/plain, application/json                   | JSON",
        "text/plain;q=0.5, application/json;q=0.50      | JSON",
        "text/plain, */*                                | JSON",
        "text/plain, application/*                      | JSON",
        "text/*, application/*                          | JSON",
        "application/*                                  | JSON",
        "application/openmetrics-text, application/json | JSON",
        "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8 | JSON",
        "application/json, text/plain, */*              | JSON",
        // ranked above
        "application/json;q=0.9, text/plain             | PROMETHEUS",
        "text/plain, application/json;q=0.9             | PROMETHEUS",
        "text/plain;q=0.2, application/json;q=0.1       | PROMETHEUS",
        "text/plain;q=0.1, application/json;q=0.2       | JSON",
        "text/plain, */*;q=0.5                          | PROMETHEUS",
        "text/plain;q=0.4, */*;q=0.5                    | JSON",
        "text/*                                         | PROMETHEUS",
        "text/*;q=0.5, */*;q=0.1                        | PROMETHEUS",
        "text/*, text/plain;q=0                         | JSON",
        "*/*, application/json;q=0                      | PROMETHEUS",
        "*/*, application/json;q=0, text/plain;q=0      | OPEN_METRICS",
        "application/*;q=0.9, application/json;q=0.1    | OPEN_METRICS",
        "application/*, application/json;q=0.1, text/plain | PROMETHEUS",
        "text/plain;q=0                                 | JSON",
        // the better of Prometheus' two
        "text/plain, application/openmetrics-text       | PROMETHEUS",
        "text/plain;q=0.5, application/openmetrics-text | OPEN_METRICS",
        "text/plain, application/openmetrics-text;q=0.5 | PROMETHEUS",
        // what Prometheus itself sends: 2.x, then 3.x
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPEN_METRICS",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | OPEN_METRICS",
        "text/plain;version=0.0.4;q=1,*/*;q=0.1         | PROMETHEUS",
        // the best of several for one type
        "application/json;q=0.2, text/plain;q=0.5, application/json;q=0.9 | JSON",
        // what makes no sense ranks nothing
        "text/plain;q=2                                 | JSON",
        "text/plain;q=-1                                | JSON",
        "text/plain;q=                                  | JSON",
        "text/plain;q                                   | JSON",
        "text/plain;q=high                              | JSON",
        "text/plain;q=1.5                               | JSON",
        "text/plain;q=NaN                               | JSON",
        "text/plain;q=1e0                               | JSON",
        "*/plain                                        | JSON",
        "text/                                          | JSON",
        "/plain                                         | JSON",
        "text/plain/x                                   | JSON",
        "text                                           | JSON",
        "text/plain;q=x, application/openmetrics-text;q=0.1 | OPEN_METRICS",
        // spelling
        "  text/plain ;  q=0.5  ,  */* ; q=0.1          | PROMETHEUS",
        "text/plain;Q=0.1, application/json;q=0.05      | PROMETHEUS",
        "text/plain;q=1., application/json;q=0.         | PROMETHEUS",
        "text/plain;q=1.000                             | PROMETHEUS",
        "text/plain;a=b;q=0.3;c=d, application/json;q=0.2 | PROMETHEUS",
        ",text/plain,,                                  | PROMETHEUS",
      })
  void isWhatTheRequestRanksHighestAndJsonInATie(String accept, MetricsFormat expected) {
    assertThat(MetricsFormat.of(Optional.of(accept))).isEqualTo(expected);
  }

  @Test
  void isJsonWithoutTheHeader() {
    assertThat(MetricsFormat.of(Optional.empty())).isEqualTo(MetricsFormat.JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                                                        | PROMETHEUS",
        "application/json                                           | PROMETHEUS",
        "image/png                                                  | PROMETHEUS",
        "text/plain                                                 | PROMETHEUS",
        "text/plain, application/openmetrics-text                   | PROMETHEUS",
        "application/openmetrics-text                               | OPEN_METRICS",
        "application/openmetrics-text;q=0.5, text/plain;q=0.3       | OPEN_METRICS",
      })
  void isATextAtPrometheusOwnPath(String accept, MetricsFormat expected) {
    assertThat(MetricsFormat.ofPrometheus(Optional.of(accept))).isEqualTo(expected);
    assertThat(MetricsFormat.ofPrometheus(Optional.empty())).isEqualTo(MetricsFormat.PROMETHEUS);
  }

  @Property(tries = 5000)
  void takesAnyHeader(@ForAll String accept) {
    assertThat(MetricsFormat.of(Optional.of(accept))).isNotNull();
  }

  @Test
  void hasTheContentTypesOfTheFormats() {
    assertThat(MetricsFormat.JSON.contentType()).isEqualTo("application/json");
    assertThat(MetricsFormat.PROMETHEUS.contentType())
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(MetricsFormat.OPEN_METRICS.contentType())
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
  }
}
