package ai.fullpotential.orchestrator.differential;

import ai.fullpotential.orchestrator.time.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real proxy before the service, as lenient as it can be set. It puts an id of its own on each request
 * that it takes for one, so that what reaches the service without was never a request to the proxy.
 */
final class Proxy implements AutoCloseable {

  private static final int TRIES = 5;

  private static final String NGINX =
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
          client_header_timeout 1s;
          client_body_timeout 1s;
          lingering_timeout 1s;
          keepalive_timeout 1s;
          underscores_in_headers on;
          ignore_invalid_headers off;
          merge_slashes off;
          upstream service {
              server 127.0.0.1:UPSTREAM;
              keepalive 1;
          }
          server {
              listen 127.0.0.1:PORT;
              location / {
                  proxy_pass http://service;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header X-Request-ID proxied-$request_id;
                  proxy_request_buffering off;
                  proxy_next_upstream off;
              }
          }
      }
      """;

  private static final String HAPROXY =
      """
      global
          nbthread 1
          maxconn 200
      defaults
          mode http
          timeout connect 2s
          timeout client 1s
          timeout server 2s
          timeout http-request 1s
          timeout http-keep-alive 1s
          option accept-invalid-http-request
          http-reuse always
          retries 0
      frontend from
          bind 127.0.0.1:PORT
          http-request set-header X-Request-ID proxied-%[uuid]
          default_backend to
      backend to
          server service 127.0.0.1:UPSTREAM pool-max-conn 1
      """;

  private final Process process;
  private final int port;

  private Proxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Proxy nginx(Path directory, int upstream) {
    List<String> command =
        List.of(binary("nginx"), "-p", directory.toString(), "-c", "conf", "-e", "error.log");
    return start(directory, NGINX, upstream, command);
  }

  static Proxy haproxy(Path directory, int upstream) {
    return start(directory, HAPROXY, upstream, List.of(binary("haproxy"), "-db", "-f", "conf"));
  }

  private static Proxy start(
      Path directory, String configuration, int upstream, List<String> command) {
    for (int i = 0; i < TRIES; i++) {
      int port = freePort();
      try {
        Files.writeString(
            directory.resolve("conf"),
            configuration.replace("PORT", "" + port).replace("UPSTREAM", "" + upstream));
        Process process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("printed.log").toFile())
                .start();
        Await.until("the proxy", () -> !process.isAlive() || listens(port));
        if (process.isAlive()) {
          return new Proxy(process, port);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new AssertionError(command + " does not start; see " + directory);
  }

  private static String binary(String name) {
    return Stream.concat(
            Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("this test needs " + name + ": see .ci/run"))
        .toString();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
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
        throw new AssertionError("the proxy did not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
