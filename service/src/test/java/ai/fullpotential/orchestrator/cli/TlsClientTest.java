package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.PemPair;
import ai.fullpotential.orchestrator.net.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole service over TLS, which calls itself so too, and the command line before it. */
class TlsClientTest {

  @TempDir Path directory;

  @Test
  void theCommandLineSpeaksToAServiceWhoseAuthorityItIsTold() throws Exception {
    TestCertificates ca = TestCertificates.authority(directory);
    PemPair own = ca.issue("service", "dns:localhost");
    try (TestApplication service =
        TestApplication.start(
            directory,
            "TLS_CERT",
            own.certificate().toString(),
            "TLS_KEY",
            own.key().toString(),
            "TLS_CA",
            ca.certificate().toString())) {
      BaseUrl url = new BaseUrl(true, "localhost", service.port(), "");

      Shell stranger = Shell.of(url);
      assertThat(stranger.run("list")).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(stranger.err())
          .contains(
              "cannot reach "
                  + url
                  + ": the TLS handshake failed: its certificate is signed by nobody who is trusted"
                  + " here; ORCHESTRATOR_CA names whom to trust");

      Shell shell = Shell.of(url);
      shell.environment.put("ORCHESTRATOR_CA", ca.certificate().toString());
      assertThat(shell.run("submit", "orchestrator", "/health")).isEqualTo(ExitCode.OK);
      assertThat(shell.out()).contains(url + "/health");

      Shell misled = Shell.of(url);
      Path empty = Files.createFile(directory.resolve("empty.pem"));
      misled.environment.put("ORCHESTRATOR_CA", empty.toString());
      assertThat(misled.run("list")).isEqualTo(ExitCode.USAGE);
      assertThat(misled.err()).contains("ORCHESTRATOR_CA: " + empty + " holds no certificate");
    }
  }
}
