package ai.fullpotential.orchestrator.cli;

import static ai.fullpotential.orchestrator.net.Turns.hangUp;
import static ai.fullpotential.orchestrator.net.Turns.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadCommandTest {

  @TempDir Path directory;

  private final BatchService batches = new BatchService();
  private final ScriptedDroplet service = ScriptedDroplet.playing(batches.takes());
  private final Shell shell = Shell.of(service.url());

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void aFileIsSentInBatchesAndEachLineHasAKeyOfItsOwn() throws IOException {
    assertThat(load(file(2500))).isEqualTo(ExitCode.OK);

    assertThat(service.requests())
        .extracting(LoadCommandTest::lines)
        .containsExactly(1000, 1000, 500);
    assertThat(service.requests().getFirst().line())
        .isEqualTo("POST /orchestrator/tasks/batch HTTP/1.1");
    assertThat(service.requests().getFirst().header("Content-Type"))
        .containsExactly("application/x-ndjson");
    assertThat(batches.tasks).hasSize(2500);
    assertThat(shell.out()).startsWith("2500 accepted, 0 refused, in ");
    assertThat(shell.err()).isEmpty();
    assertThat(beside()).containsExactly("tasks.ndjson");
  }

  @Test
  void theSameFileMakesNoTaskTwiceUnlessThatIsWanted() throws IOException {
    Path file = file(10);
    load(file);
    load(file);
    assertThat(batches.tasks).hasSize(10);

    load(file, "--again");
    assertThat(batches.tasks).hasSize(20);
  }

  @Test
  void refusedLinesAreKeptWithTheirReasons() throws IOException {
    Path file = file("{\"path\":\"/1\"}", "{\"bad\":1.50}", "no json", "", "{\"path\":\"/5\"}");

    assertThat(load(file)).isEqualTo(ExitCode.FAILURE);

    assertThat(shell.out()).startsWith("2 accepted, 2 refused (see " + file + ".failed), in ");
    String error =
        "\"error\":{\"code\":\"INVALID_REQUEST\",\"message\":\"it is bad\",\"details\":{}}";
    assertThat(Files.readAllLines(directory.resolve("tasks.ndjson.failed")))
        .containsExactly(
            "{\"line\":2," + error + ",\"task\":{\"bad\":1.50}}",
            "{\"line\":3," + error + ",\"task\":\"no json\"}");
    assertThat(batches.tasks.values()).containsExactly("/1", "/5");
  }

  @Test
  void aLineKeepsWhatItSaysAndItsOwnKey() throws IOException {
    load(file(" { \"path\" : \"/1\", \"n\":1.00 }\r", "{\"idempotency_key\":\"mine\"}", "{ }"));

    List<String> sent = service.requests().getFirst().body().lines().toList();
    assertThat(sent.getFirst())
        .matches(
            " \\{\"idempotency_key\":\"load-1-[0-9a-f]{32}\", \"path\" : \"/1\", \"n\":1.00 }");
    assertThat(sent.get(1)).isEqualTo("{\"idempotency_key\":\"mine\"}");
    assertThat(sent.get(2)).matches("\\{\"idempotency_key\":\"load-3-[0-9a-f]{32}\" }");
  }

  @Test
  void aLoadThatBrokeOffGoesOnWhereItWas() throws IOException {
    Path file = file(2500);
    service.replay(batches.takes(), hangUp());

    assertThat(load(file)).isEqualTo(ExitCode.UNREACHABLE);

    assertThat(beside()).containsExactly("tasks.ndjson", "tasks.ndjson.progress");
    assertThat(shell.err())
        .contains("again in 1 s", "again in 16 s")
        .contains("stopped after 1000 of 2500 tasks, at line 1000; the same command goes on");

    service.replay(batches.takes());
    Shell second = Shell.of(service.url());
    assertThat(second.run("load", file.toString())).isEqualTo(ExitCode.OK);

    assertThat(service.requests()).extracting(LoadCommandTest::lines).containsExactly(1000, 500);
    assertThat(batches.tasks).hasSize(2500);
    assertThat(second.err())
        .isEqualTo("orchestrator: going on with " + file + " after line 1000\n");
    assertThat(second.out()).startsWith("2500 accepted, 0 refused");
    assertThat(beside()).containsExactly("tasks.ndjson");
  }

  @Test
  void anAnswerThatWasLostMakesNoSecondTask() throws IOException {
    service.replay(
        (request, connection) -> {
          batches.takes().play(request, connection); // heard by nobody in time
          return false;
        });
    load(file(3));
    Map<String, String> made = Map.copyOf(batches.tasks);
    service.replay(batches.takes());

    load(directory.resolve("tasks.ndjson"));

    assertThat(batches.tasks).isEqualTo(made);
  }

  @Test
  void refusedLinesOfALoadThatGoesOnAreCountedOnce() throws IOException {
    Path file = file(1500);
    Files.writeString(file, "{\"bad\":1}\n" + Files.readString(file));
    service.replay(batches.takes(), hangUp());
    load(file);
    Path failed = directory.resolve("tasks.ndjson.failed");
    Files.writeString(failed, Files.readString(failed) + "half a li");
    service.replay(batches.takes());

    assertThat(load(file)).isEqualTo(ExitCode.FAILURE);

    assertThat(shell.out()).startsWith("1500 accepted, 1 refused");
    assertThat(Files.readAllLines(failed)).hasSize(1).first().asString().contains("it is bad");
  }

  @Test
  void aFileThatChangedWhereItWasSentIsNotGoneOnWith() throws IOException {
    Path file = file(1500);
    service.replay(batches.takes(), hangUp());
    load(file);
    service.replay(batches.takes());
    Files.writeString(file, "{\"path\":\"/new\"}\n" + Files.readString(file));

    assertThat(load(file)).isEqualTo(ExitCode.USAGE);

    assertThat(shell.err())
        .contains(
            file
                + " has changed in its first 1000 lines, which were sent already; put them back to"
                + " go on, or delete tasks.ndjson.progress to send the whole file");
    assertThat(service.calls()).isZero();
  }

  @Test
  void aFileThatGrewIsGoneOnWithAndThatIsSaid() throws IOException {
    Path file = file(1500);
    service.replay(batches.takes(), hangUp());
    load(file);
    service.replay(batches.takes());
    Files.writeString(file, Files.readString(file) + "{\"path\":\"/more\"}");

    assertThat(load(file)).isEqualTo(ExitCode.OK);

    assertThat(shell.err()).contains("has changed since: it had 1500 tasks, now 1501\n");
    assertThat(batches.tasks).hasSize(1501);
  }

  @Test
  void programsGetEachAnswerWithTheLineOfTheFile() throws IOException {
    assertThat(load(file("", "{\"idempotency_key\":\"k\"}", "{\"bad\":1}"), "--json"))
        .isEqualTo(ExitCode.FAILURE);

    assertThat(shell.out().lines())
        .containsExactly(
            "{\"line\":2,\"task_id\":\"of-k\",\"status\":\"queued\",\"status_url\":\"/x\"}",
            BatchService.refused(3, "INVALID_REQUEST", "it is bad"));
    assertThat(shell.err()).startsWith("1 accepted, 1 refused");
  }

  @Test
  void whatIsPipedInIsSentAndRefusedLinesAreTold() throws IOException {
    assertThat(shell.piping("{\"path\":\"/1\"}\n{\"bad\":1}").run("load -"))
        .isEqualTo(ExitCode.FAILURE);

    assertThat(shell.err()).isEqualTo("orchestrator: line 2: it is bad (INVALID_REQUEST)\n");
    assertThat(shell.out()).startsWith("1 accepted, 1 refused (told above), in ");
    assertThat(beside()).isEmpty();
  }

  @Test
  void whatTheServiceWillNeverTakeStopsAtOnce() throws IOException {
    service.replay(status(401, BatchService.envelope("UNAUTHORIZED", "a token is wanted")));

    assertThat(load(file(3))).isEqualTo(ExitCode.FAILURE);

    assertThat(service.calls()).isEqualTo(1);
    assertThat(shell.err())
        .contains("orchestrator: a token is wanted (UNAUTHORIZED)\n")
        .contains("stopped after 0 of 3 tasks");
    assertThat(beside()).contains("tasks.ndjson.progress");
  }

  @Test
  void aFileMustBeThere() {
    assertThat(shell.run("load /no/such/file")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("orchestrator: there is no file /no/such/file\n");
  }

  @Test
  void aPlaceThatCannotBeReadIsNotWrittenOver() throws IOException {
    Path file = file(1);
    Files.writeString(directory.resolve("tasks.ndjson.progress"), "{}");

    assertThat(load(file)).isEqualTo(ExitCode.FAILURE);

    assertThat(shell.err()).contains("has no lines or no fingerprint; delete it to begin anew");
    assertThat(service.calls()).isZero();
  }

  private ExitCode load(Path file, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "load";
    arguments[1] = file.toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return shell.run(arguments);
  }

  private Path file(int lines) throws IOException {
    return file(
        IntStream.rangeClosed(1, lines)
            .mapToObj(i -> "{\"droplet_name\":\"a\",\"path\":\"/" + i + "\"}")
            .toArray(String[]::new));
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(
        directory.resolve("tasks.ndjson"),
        List.of(lines).stream().map(line -> line + "\n").collect(Collectors.joining()));
  }

  private List<String> beside() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static int lines(Seen request) {
    return (int) request.body().lines().count();
  }
}
