package ai.fullpotential.orchestrator.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.time.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/callbacks.md shows in three languages verifies a callback that was really signed. */
class CallbackExamplesTest {

  private static final String SECRET = "whsec_" + base64("the one that the receiver has");
  private static final String OTHER = "whsec_" + base64("the one before, or of somebody else");

  @TempDir Path directory;

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /** A program in the language of an example, which says "true" or "false". */
  private List<String> program(String language) throws Exception {
    String example =
        Markdown.at("docs/callbacks.md").blocks().stream()
            .filter(block -> block.language().equals(language))
            .map(Markdown.Block::text)
            .findFirst()
            .orElseThrow();
    return switch (language) {
      case "python" ->
          List.of(
              "python3",
              written(
                  "verify.py",
                  example
                      + """

                      import sys
                      given = sys.argv[1:]
                      names = ["webhook-id", "webhook-timestamp", "webhook-signature"]
                      body = open(given[4], "rb").read()
                      print(str(verify(given[0], dict(zip(names, given[1:4])), body)).lower())
                      """));
      case "js" ->
          List.of(
              "node",
              written(
                  "verify.mjs",
                  example
                      + """

                      import { readFileSync } from "node:fs";
                      const [secret, id, timestamp, signature, file] = process.argv.slice(2);
                      const headers = { "webhook-id": id, "webhook-timestamp": timestamp,
                        "webhook-signature": signature };
                      console.log(verify(secret, headers, readFileSync(file)));
                      """));
      default -> {
        int from = example.indexOf("class Webhooks");
        yield List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            written(
                "Verify.java",
                example.substring(0, from)
                    + """
                    class Verify {
                      public static void main(String[] given) throws Exception {
                        byte[] body = java.nio.file.Files.readAllBytes(java.nio.file.Path.of(given[4]));
                        System.out.println(
                            Webhooks.verify(
                                given[0],
                                Map.of(
                                    "webhook-id", given[1],
                                    "webhook-timestamp", given[2],
                                    "webhook-signature", given[3]),
                                body));
                      }
                    }

                    """
                    + example.substring(from)));
      }
    };
  }

  private String written(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private String run(List<String> program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(program);
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed;
  }

  private Seen callback() throws Exception {
    try (ScriptedDroplet listener = ScriptedDroplet.playing(Turns.status(200, "\"h\u00e4\""));
        TestApplication service =
            TestApplication.start(
                directory,
                "TASK_STORE",
                "memory",
                "CALLBACK_SECRET",
                OTHER + "," + SECRET,
                "CALLBACK_URLS",
                listener.url().toString())) {
      service.register("listener", listener.url());
      service.post(
          "/tasks",
          "{\"droplet_name\":\"listener\",\"path\":\"/work\",\"callback\":{\"url\":\""
              + listener.url()
              + "/hook\"}}");
      Await.until("it is told", () -> hook(listener) != null);
      return hook(listener);
    }
  }

  private static Seen hook(ScriptedDroplet listener) {
    return listener.requests().stream()
        .filter(seen -> seen.line().startsWith("POST /hook"))
        .findFirst()
        .orElse(null);
  }

  @Test
  void eachTakesARealCallbackAndRefusesWhatWasChanged() throws Exception {
    Seen seen = callback();
    byte[] body = seen.body().getBytes(UTF_8);
    String whole = Files.write(directory.resolve("body"), body).toString();
    body[body.length / 2] ^= 1;
    String flipped = Files.write(directory.resolve("flipped"), body).toString();
    String id = seen.header("webhook-id").getFirst();
    String at = seen.header("webhook-timestamp").getFirst();
    String signature = seen.header("webhook-signature").getFirst();
    assertThat(signature.split(" ")).hasSize(2);
    String none = "whsec_" + base64("one that was never used for anything");

    for (String language : List.of("python", "js", "java")) {
      List<String> program = program(language);
      assertThat(run(program, SECRET, id, at, signature, whole)).as(language).isEqualTo("true");
      assertThat(run(program, OTHER, id, at, signature, whole)).as(language).isEqualTo("true");
      assertThat(run(program, SECRET, id, at, signature, flipped)).as(language).isEqualTo("false");
      assertThat(run(program, none, id, at, signature, whole)).as(language).isEqualTo("false");
      assertThat(run(program, SECRET, id + "0", at, signature, whole)).isEqualTo("false");
      assertThat(run(program, SECRET, id, "1700000000", signature, whole)).isEqualTo("false");
      assertThat(run(program, SECRET, id, at, "v1,", whole)).as(language).isEqualTo("false");
    }
  }
}
