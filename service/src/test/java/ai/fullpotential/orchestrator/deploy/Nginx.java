package ai.fullpotential.orchestrator.deploy;

import ai.fullpotential.orchestrator.net.RawClient;
import ai.fullpotential.orchestrator.time.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx that includes one of the examples, with its two addresses replaced. */
final class Nginx implements AutoCloseable {

  private static final int TRIES = 5;

  private static final String AROUND =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      events {}
      http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          include example.conf;
      }
      """;

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it before what listens on this port. Needs an nginx: fails when there is none. */
  static Nginx start(Path parent, PrefixStyle style, int upstreamPort) {
    Path directory = subdirectory(parent);
    for (int i = 0; i < TRIES; i++) {
      int port = freePort();
      Process process = start(directory, configuration(style, port, upstreamPort));
      Await.until("nginx", () -> !process.isAlive() || listens(port));
      if (process.isAlive()) {
        return new Nginx(process, port);
      }
    }
    throw new AssertionError("nginx does not start: " + read(directory.resolve("error.log")));
  }

  private static String configuration(PrefixStyle style, int port, int upstreamPort) {
    String before =
        replaceOnce(
            style.text(), "server 127.0.0.1:8001;", "server 127.0.0.1:" + upstreamPort + ";");
    return replaceOnce(before, "listen 80;", "listen 127.0.0.1:" + port + ";");
  }

  private static Path subdirectory(Path parent) {
    try {
      return Files.createTempDirectory(parent, "nginx");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String replaceOnce(String text, String old, String with) {
    if (text.indexOf(old) < 0 || text.indexOf(old) != text.lastIndexOf(old)) {
      throw new AssertionError("the example does not say once: " + old);
    }
    return text.replace(old, with);
  }

  private static Process start(Path directory, String example) {
    try {
      Files.writeString(directory.resolve("nginx.conf"), AROUND);
      Files.writeString(directory.resolve("example.conf"), example);
      return new ProcessBuilder(
              binary().toString(),
              "-p",
              directory.toString(),
              "-c",
              "nginx.conf",
              "-e",
              "error.log")
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("printed.log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path binary() {
    return Stream.concat(
            Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, "nginx"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("this test needs nginx: apt-get install nginx-light"));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean listens(int port) {
    try {
      RawClient.connect(port).close();
      return true;
    } catch (UncheckedIOException refused) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("nginx did not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
