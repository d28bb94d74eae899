package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgresql://u:p@db.example.com:6432/name jdbc:postgresql://db.example.com:6432/name",
        "postgres://u:p@localhost/name jdbc:postgresql://localhost:5432/name",
        "postgresql://u@10.0.0.7/a%20b%2Fc jdbc:postgresql://10.0.0.7:5432/a%20b%2Fc",
        "postgresql://u:@[::1]:5433/name jdbc:postgresql://[::1]:5433/name",
        "postgresql://u:p@a:1,b,c:65535/n jdbc:postgresql://a:1,b:5432,c:65535/n",
      })
  void readsWhatPostgresqlsOwnProgramsRead(String url, String jdbc) {
    assertThat(DatabaseUrl.parse(url).jdbc()).isEqualTo(jdbc);
  }

  @Test
  void decodesUserAndPasswordAndKeepsParameters() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgresql://us%40er:p%3A%2F%C3%A9+x@h/n?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem");

    assertThat(url.properties())
        .containsEntry("user", "us@er")
        .containsEntry("password", "p:/é+x")
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", "/etc/ca.pem");
    assertThat(url).hasToString("postgresql://h:5432/n");
  }

  @Test
  void writesToWhicheverOfSeveralHostsCanBeWritten() {
    assertThat(DatabaseUrl.parse("postgresql://u@a,b/n").properties())
        .containsEntry("targetServerType", "primary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|must look like postgresql://",
        "jdbc:postgresql://u:secret@h/n|must look like postgresql://",
        "mysql://u:secret@h/n|must look like postgresql://",
        "postgresql://u:secret@h|must name the database",
        "postgresql://u:secret@h/|must name the database",
        "postgresql://h/n|must name the user",
        "postgresql://:secret@h/n|must name the user",
        "postgresql://u:secret@/n|must name the host",
        "postgresql://u:secret@h:0/n|has port 0",
        "postgresql://u:secret@h:65536/n|has port 65536",
        "postgresql://u:secret@h:port/n|where a host and port should be",
        "postgresql://u:secret@a,,b/n|where a host and port should be",
        "postgresql://u:secret@h o/n|where a host and port should be",
        "postgresql://u:secret%@h/n|has a broken percent escape in the password",
        "postgresql://u:sec%FFret@h/n|has what is no text in the password",
        "postgresql://u%00:secret@h/n|has what is no text in the user",
        "postgresql://u:se@cret@h/n|must be percent-encoded",
        "postgresql://u:secret@h/n#x|must be percent-encoded",
        "postgresql://u:secret@h/n?ssl=true|has the parameter 'ssl'; known are",
        "postgresql://u:secret@h/n?sslmode|has the parameter 'sslmode'; known are",
        "postgresql://u:secret@h/n?sslmode=on|must have as sslmode one of",
        "postgresql://u:secret@h/n?sslmode=require&sslmode=disable|has the parameter 'sslmode' twice",
      })
  void saysWhatIsWrongAndNotThePassword(String url, String fault) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fault)
        .message()
        .doesNotContain("secret")
        .doesNotContain("cret@h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "password", "loggerLevel", "socketFactory"})
  void letsNoOtherPropertyOfTheDriverIn(String name) {
    assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://u@h/n?" + name + "=x"))
        .hasMessageContaining("known are");
  }
}
