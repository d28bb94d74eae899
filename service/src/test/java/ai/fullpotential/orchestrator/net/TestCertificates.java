package ai.fullpotential.orchestrator.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority made for a test by Java's own keytool, and the certificates that it signs. */
public final class TestCertificates {

  private static final String PASSWORD = "only-for-tests";
  private static final String AUTHORITY = "ca";

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /** A new one, whose files stand in this directory. */
  public static TestCertificates authority(Path directory) {
    try {
      TestCertificates made =
          new TestCertificates(Files.createDirectories(directory.resolve("authority")));
      made.keytool("-genkeypair", "-alias", AUTHORITY, "-dname", "CN=test", "-ext", "bc:c");
      made.write(
          made.certificate(), "CERTIFICATE", made.store().getCertificate(AUTHORITY).getEncoded());
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Its own certificate. */
  public Path certificate() {
    return directory.resolve("authority.pem");
  }

  /** A certificate of that name for these hosts, as keytool names them. */
  public PemPair issue(String name, String hosts) {
    return issue(name, hosts, "-validity", "30");
  }

  /** One that was valid until yesterday. */
  public PemPair issueExpired(String name, String hosts) {
    return issue(name, hosts, "-startdate", "-10d", "-validity", "9");
  }

  private PemPair issue(String name, String hosts, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-signer", AUTHORITY));
    arguments.addAll(List.of("-ext", "san=" + hosts));
    arguments.addAll(Arrays.asList(more));
    keytool(arguments.toArray(String[]::new));
    PemPair pair =
        new PemPair(
            directory.resolveSibling(name + ".pem"), directory.resolveSibling(name + ".key"));
    try {
      write(pair.certificate(), "CERTIFICATE", store().getCertificate(name).getEncoded());
      write(pair.key(), "PRIVATE KEY", store().getKey(name, PASSWORD.toCharArray()).getEncoded());
      keytool("-delete", "-alias", name);
      return pair;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private KeyStore store() {
    try (InputStream in = Files.newInputStream(directory.resolve("store"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("-keystore", "store", "-storetype", "PKCS12", "-storepass", PASSWORD));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(command + ": " + printed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** In one move, as whoever renews certificates does it. */
  private void write(Path file, String kind, byte[] bytes) {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), kind);
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
