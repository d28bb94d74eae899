package ai.fullpotential.orchestrator.launcher;

import static ai.fullpotential.orchestrator.net.Turns.status;
import static ai.fullpotential.orchestrator.net.Turns.when;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.config.Version;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.openapi.Description;
import ai.fullpotential.orchestrator.openapi.Heard;
import ai.fullpotential.orchestrator.time.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its user starts it: a process, from the launcher. */
class LauncherIT {

  @TempDir Path directory;

  @Test
  void tellsItsVersion() throws Exception {
    try (Launched launched = Launched.here(directory, Map.of(), "--version")) {
      assertThat(launched.exitCode()).isZero();
      assertThat(launched.out()).isEqualTo("orchestrator " + Version.current() + "\n");
      assertThat(launched.err()).isEmpty();
    }
  }

  @Test
  void endsRunningTasksOnSigtermAndLeavesWithZero() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedDroplet droplet = ScriptedDroplet.playing(when(goOn, status(200, "\"done\"")));
        HttpClient client = HttpClient.newHttpClient();
        Launched launched = Launched.here(directory, Map.of(), "serve")) {
      int registry = launched.port("registry=\"?http://127.0.0.1:");
      post(
          client,
          registry,
          "/droplets",
          "{\"name\":\"worker\",\"endpoint\":\"" + droplet.url() + "\"}");
      CompletableFuture<HttpResponse<String>> task =
          client.sendAsync(
              request(
                  launched.port("port="),
                  "/tasks",
                  "{\"droplet_name\":\"worker\",\"path\":\"/slow\"}"),
              BodyHandlers.ofString());
      Await.until("the attempt", () -> sees(droplet, "/slow"));
      launched.terminate();
      Await.until("stopping", () -> launched.out().contains("stopping"));
      goOn.countDown();
      Description.check(Heard.of(task.get(), task.get().body()));
      assertThat(task.get().body()).contains("\"response_body\":\"done\"");
      assertThat(launched.exitCode()).isZero();
      assertThat(launched.out()).contains("stopped");
    }
  }

  private static boolean sees(ScriptedDroplet droplet, String path) {
    return droplet.requests().stream().anyMatch(request -> request.line().contains(path));
  }

  private static HttpRequest request(int port, String path, String json) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build();
  }

  private static void post(HttpClient client, int port, String path, String json) throws Exception {
    assertThat(client.send(request(port, path, json), BodyHandlers.ofString()).statusCode())
        .isEqualTo(201);
  }

  @Test
  void aSignalWhileItStartsLeavesWithZeroToo() throws Exception {
    try (Launched launched = Launched.here(directory, Map.of("LOG_LEVEL", "DEBUG"), "serve")) {
      Await.until("the first line", () -> !launched.out().isEmpty());
      launched.terminate();
      assertThat(launched.exitCode()).isZero();
    }
  }

  @Test
  void aTakenPortIsOneLineAndExitTwo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Launched launched =
            Launched.here(
                directory, Map.of("PORT", Integer.toString(taken.getLocalPort())), "serve")) {
      assertThat(launched.exitCode()).isEqualTo(2);
      assertThat(launched.errLines())
          .containsExactly(
              "orchestrator: cannot listen on port "
                  + taken.getLocalPort()
                  + ", which is in use or not allowed; set PORT to another");
    }
  }

  @Test
  void everyFaultOfTheSettingsIsToldAtOnceWithExitTwo() throws Exception {
    try (Launched launched =
        Launched.here(directory, Map.of("PORT", "http", "TASK_TIMEOUT", "-1"), "serve")) {
      assertThat(launched.exitCode()).isEqualTo(2);
      assertThat(launched.err()).contains("PORT=http").contains("TASK_TIMEOUT=-1");
    }
  }

  @Test
  void theReleaseArchiveRunsWithoutSources() throws Exception {
    Path archive =
        Path.of("target", "orchestrator-" + Version.current() + ".tar.gz").toAbsolutePath();
    Process unpack =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", directory.toString()).start();
    assertThat(unpack.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(unpack.exitValue()).isZero();
    Path home = directory.resolve("orchestrator-" + Version.current());
    assertThat(home.resolve("README.md")).exists();
    Path link = Files.createSymbolicLink(directory.resolve("orc"), home.resolve("orchestrator"));
    try (Launched launched = Launched.start(link, directory, Map.of(), "demo", "--once")) {
      assertThat(launched.exitCode()).isZero();
      assertThat(launched.out()).contains("GET moody/work").contains("DROPLET_NOT_FOUND");
    }
  }

  @Test
  void withoutAJdkItSaysInOneLineHowToGetOne() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("nothing"));
    Path launcher =
        Files.writeString(
            directory.resolve("orchestrator"),
            Files.readString(Launched.ROOT.resolve("orchestrator"))
                .replace("/usr/lib/jvm", empty.toString()));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    try (Launched launched =
        Launched.start(
            launcher, directory, Map.of("JAVA_HOME", "", "PATH", pathWithoutJava()), "serve")) {
      assertThat(launched.exitCode()).isEqualTo(69);
      assertThat(launched.errLines()).hasSize(1);
      assertThat(launched.err()).contains("needs a JDK 25 or newer");
    }
  }

  /** The commands that a shell script needs, and no others. */
  private String pathWithoutJava() throws Exception {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    for (String tool :
        new String[] {"dirname", "readlink", "sed", "find", "head", "cat", "cksum"}) {
      Path real = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          bin.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
    }
    return bin.toString();
  }
}
