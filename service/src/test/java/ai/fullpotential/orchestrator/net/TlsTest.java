package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.time.Await;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** TLS on both sides: who is trusted, what is told when nobody is, and certificates that change. */
class TlsTest {

  private static final Duration PLENTY = Duration.ofSeconds(10);
  private static final Loops LOOPS = new Loops(2);
  private static final String HERE = "dns:localhost,ip:127.0.0.1";

  @TempDir private static Path directory;
  private static TestCertificates ca;
  private static HttpCaller trusting;

  @BeforeAll
  static void make() {
    ca = TestCertificates.authority(directory);
    trusting = caller(Optional.of(ca.certificate()), Optional.empty());
  }

  @AfterAll
  static void close() {
    LOOPS.close();
  }

  private static HttpCaller caller(Optional<Path> trusted, Optional<PemPair> own) {
    return new HttpCaller(LOOPS, new OutboundSettings(TargetRules.STANDARD, trusted, own));
  }

  private static HttpOutcome call(HttpCaller caller, String host, int port) throws Exception {
    return caller.call(HttpCall.get(new BaseUrl(true, host, port, ""), "/plain", PLENTY, 1000));
  }

  private static String failure(HttpCaller caller, String host, int port) throws Exception {
    HttpOutcome outcome = call(caller, host, port);
    assertThat(outcome).isInstanceOf(HttpOutcome.Broken.class);
    return ((HttpOutcome.Broken) outcome).detail();
  }

  /** A connection of a client that trusts the authority. */
  private static SSLSocket connect(int port) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            Tls.trusting(ca.certificate()).getSocketFactory().createSocket("localhost", port);
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  private static String shown(SSLSocket socket) throws Exception {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
        .getSubjectX500Principal()
        .getName();
  }

  private static String shown(int port) {
    try (SSLSocket socket = connect(port)) {
      return shown(socket);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String ask(SSLSocket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    byte[] buffer = new byte[4096];
    return new String(buffer, 0, Math.max(0, socket.getInputStream().read(buffer)), US_ASCII);
  }

  private static PemPair copied(PemPair from, String name) {
    PemPair to = new PemPair(directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
    copy(from.certificate(), to.certificate());
    copy(from.key(), to.key());
    return to;
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCertificateOfATrustedAuthorityForThisHostIsTaken() throws Exception {
    try (TestServer server = new TestServer(ca.issue("here", HERE))) {
      assertThat(call(trusting, "localhost", server.port()))
          .isInstanceOf(HttpOutcome.Answered.class);
      assertThat(call(trusting, "127.0.0.1", server.port()))
          .isInstanceOf(HttpOutcome.Answered.class);
    }
  }

  @Test
  void whatCannotBeTrustedIsBrokenAndSaysWhy() throws Exception {
    try (TestServer here = new TestServer(ca.issue("here2", HERE));
        TestServer elsewhere = new TestServer(ca.issue("elsewhere", "dns:else.example"));
        TestServer late = new TestServer(ca.issueExpired("late", HERE))) {
      String handshake = "the TLS handshake with https://localhost:";
      assertThat(failure(new HttpCaller(LOOPS), "localhost", here.port()))
          .isEqualTo(
              handshake
                  + here.port()
                  + " failed: its certificate is signed by nobody who is trusted here");
      assertThat(failure(trusting, "localhost", elsewhere.port()))
          .isEqualTo(
              handshake + elsewhere.port() + " failed: its certificate is not one for this host");
      assertThat(failure(trusting, "127.0.0.1", elsewhere.port()))
          .endsWith(" failed: its certificate is not one for this host");
      assertThat(failure(trusting, "localhost", late.port()))
          .isEqualTo(
              handshake + late.port() + " failed: its certificate is not valid at this time");
      assertThat(here.handled).isEmpty();
      assertThat(elsewhere.handled).isEmpty();
      assertThat(late.handled).isEmpty();
    }
  }

  @Test
  void aChangedCertificateIsShownToWhoeverComesAndNoConnectionIsDropped() throws Exception {
    PemPair files = copied(ca.issue("first", HERE), "live");
    PemPair second = ca.issue("second", HERE);
    PemPair third = ca.issue("third", HERE);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(WatchedFiles.class);
    logger.addAppender(log);
    try (TestServer server = new TestServer(files);
        SSLSocket before = connect(server.port())) {
      assertThat(shown(before)).isEqualTo("CN=first");

      copied(second, "live");
      Await.until("the second is shown", () -> shown(server.port()).equals("CN=second"));

      Files.writeString(files.key(), "half of a key");
      Await.until("it is told", () -> told(log).contains(files.key() + " holds no private key"));
      copy(third.certificate(), files.certificate());
      copy(ca.issue("fourth", HERE).key(), files.key());
      Await.until("it is told", () -> told(log).contains(files.key() + " is not the key of"));
      assertThat(shown(server.port())).isEqualTo("CN=second");

      copy(third.key(), files.key());
      Await.until("the third is shown", () -> shown(server.port()).equals("CN=third"));

      assertThat(ask(before, "GET /plain HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 200");
    } finally {
      logger.detachAppender(log);
    }
  }

  private static String told(ListAppender<ILoggingEvent> log) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .reduce("", (all, each) -> all + each + "\n");
  }

  @Test
  void aChangedAuthorityIsTrustedWithoutARestart() throws Exception {
    TestCertificates other = TestCertificates.authority(directory.resolve("other"));
    Path trusted = directory.resolve("trusted.pem");
    copy(ca.certificate(), trusted);
    HttpCaller caller = caller(Optional.of(trusted), Optional.empty());
    try (TestServer server = new TestServer(other.issue("theirs", HERE))) {
      assertThat(failure(caller, "localhost", server.port())).contains("nobody who is trusted");
      copy(other.certificate(), trusted);
      Await.until(
          "it is trusted",
          () -> {
            try {
              return call(caller, "localhost", server.port()) instanceof HttpOutcome.Answered;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  @Test
  void whoAsksForACertificateIsShownOurs() throws Exception {
    PemPair theirs = ca.issue("asking", HERE);
    PemPair ours = ca.issue("ours", "dns:ours.example");
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {
          Pem.keys(theirs, List.of(Pem.read(theirs.certificate()), Pem.read(theirs.key())))
        },
        new javax.net.ssl.TrustManager[] {Pem.trust(ca.certificate(), Pem.read(ca.certificate()))},
        null);
    try (SSLServerSocket asking =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
      asking.setNeedClientAuth(true);
      Thread.ofVirtual().start(() -> answerAll(asking));
      HttpCaller known = caller(Optional.of(ca.certificate()), Optional.of(ours));
      assertThat(call(known, "localhost", asking.getLocalPort()))
          .isInstanceOfSatisfying(
              HttpOutcome.Answered.class,
              answer -> assertThat(new String(answer.body(), US_ASCII)).isEqualTo("CN=ours"));
      assertThat(call(trusting, "localhost", asking.getLocalPort()))
          .isInstanceOf(HttpOutcome.Broken.class);
    }
  }

  private static void answerAll(SSLServerSocket asking) {
    while (!asking.isClosed()) {
      try (SSLSocket socket = (SSLSocket) asking.accept()) {
        String name = shown(socket);
        socket.getInputStream().read(new byte[4096]);
        socket
            .getOutputStream()
            .write(
                ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                        + name.length()
                        + "\r\n\r\n"
                        + name)
                    .getBytes(US_ASCII));
      } catch (Exception refused) {
        // the next one may prove who it is
      }
    }
  }

  @Test
  void theSameBoundsAndRefusalsHoldOverTls() throws Exception {
    try (TestServer server = new TestServer(ca.issue("bounds", HERE))) {
      try (SSLSocket socket = connect(server.port())) {
        assertThat(ask(socket, "GET /plain HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"))
            .startsWith("HTTP/1.1 400")
            .containsIgnoringCase("connection: close");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      try (RawClient plain = RawClient.connect(server.port()).sendingGarbage()) {
        plain.send("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(plain.rest()).doesNotContain("HTTP/1.1 200");
      }
      assertThat(server.handled).isEmpty();
    }
  }
}
