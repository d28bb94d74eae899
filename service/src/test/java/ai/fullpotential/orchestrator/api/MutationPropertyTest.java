package ai.fullpotential.orchestrator.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.RawClient;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.Turns;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Thousands of broken requests (reliability, H1 to H7): whatever comes, the answer is no 5xx, an
 * error has the one shape and tells nothing of this program, no connection goes anywhere but to the
 * droplet, and the droplet is sent nothing but what it may be sent.
 *
 * <p>{@code -Dmutations=100000} makes as many; the suite makes 2,000.
 */
class MutationPropertyTest {

  private static final int TRIES = 100;
  private static final int MUTATIONS_A_TRY = Integer.getInteger("mutations", 2_000) / TRIES;
  private static final Set<String> ALLOWED_HEADERS =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "x-request-id",
          "x-task-id",
          "x-attempt",
          "traceparent",
          "idempotency-key",
          "accept",
          "user-agent");

  private static final List<String> BODIES =
      List.of(
          "{\"droplet_name\":\"thing\",\"path\":\"/x\"}",
          "{\"droplet_name\":\"thing\",\"method\":\"POST\",\"path\":\"/a/b?c=d\",\"payload\":"
              + "{\"a\":[1,2.50,-0,1e9,\"x\",true,null,{}]},\"meta\":{\"k\":\"v\"}}",
          "{\"target\":\"thing\",\"message_type\":\"event\",\"payload\":[1],\"retry_count\":0}",
          "{\"trace_id\":\"t\",\"source\":1,\"target\":\"x\",\"message_type\":\"query\"}");

  private static final List<String> NASTY =
      List.of(
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "null",
          "true",
          "-",
          "1e999999999",
          "00",
          "\\u0000",
          "\\ud800",
          "\\udc00\\ud800",
          "\u0000",
          "\u00ff\u00fe",
          "\u00ef\u00bb\u00bf",
          "\u00ed\u00a0\u0080",
          "//",
          "/*",
          "<!--",
          "${x}",
          "' or 1=1",
          "../",
          "%2e%2e/",
          "%00",
          "%",
          "@EVIL",
          "//EVIL/",
          "\\\\EVIL",
          "http://EVIL/",
          ":80@EVIL",
          ".",
          "..",
          "#",
          "?",
          "\r\n",
          "\n",
          "\t",
          " ",
          "\r\nHost: EVIL\r\n",
          "\r\nTransfer-Encoding: chunked\r\n",
          "\r\nContent-Length: 0\r\n",
          "\r\n\r\nGET http://EVIL/ HTTP/1.1\r\n\r\n",
          "9999999999999999999999",
          "-1",
          "\u0085",
          "\u00a0");

  private static final List<String> HEADS =
      List.of(
          "POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: LENGTH\r\n\r\n",
          "POST /orchestrator/tasks HTTP/1.1\r\nHost: x\r\nX-Request-ID: abc\r\nContent-Length: LENGTH\r\n\r\n",
          "POST /send HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: LENGTH\r\n\r\n",
          "POST /message HTTP/1.0\r\nContent-Length: LENGTH\r\n\r\n",
          "GET /tasks?status=error&limit=5&droplet_name=thing HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /tasks/01900000-0000-7000-8000-000000000000 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
          "GET /orchestrator/message HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

  private static final TestService SERVICE = TestService.start();
  private static final ScriptedDroplet DROPLET = ScriptedDroplet.playing(Turns.status(200, "1"));
  private static final ScriptedDroplet EVIL =
      ScriptedDroplet.playing(Turns.status(200, "\"evil\""));

  @BeforeContainer
  static void list() {
    SERVICE.knows("thing", DROPLET.url());
  }

  @AfterContainer
  static void close() {
    SERVICE.close();
    DROPLET.close();
    EVIL.close();
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size())).replace("EVIL", "127.0.0.1:" + EVIL.port());
  }

  /** One to four small changes: bytes put in, left out, doubled, or made others. */
  private static byte[] mutate(Random random, byte[] original) {
    byte[] bytes = original;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int from = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, from + random.nextInt(8));
      byte[] piece =
          switch (random.nextInt(5)) {
            case 0 -> pick(random, NASTY).getBytes(ISO_8859_1);
            case 1 -> new byte[0];
            case 2 -> Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 40));
            case 3 -> new byte[] {(byte) random.nextInt(256)};
            default -> pick(random, NASTY).repeat(1 + random.nextInt(30)).getBytes(ISO_8859_1);
          };
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      changed.write(bytes, 0, from);
      changed.writeBytes(piece);
      changed.write(bytes, to, bytes.length - to);
      bytes = changed.toByteArray();
    }
    return bytes;
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder(random.nextInt(8) == 0 ? "" : "/");
    for (int i = random.nextInt(6); i > 0; i--) {
      path.append(random.nextInt(3) == 0 ? "x" : pick(random, NASTY));
    }
    return path.toString();
  }

  @Property(tries = TRIES)
  void noBodyIsTooMuch(@ForAll long seed) {
    Random random = new Random(seed);
    try (RawClient client = RawClient.connect(SERVICE.port())) {
      for (int i = 0; i < MUTATIONS_A_TRY; i++) {
        byte[] body = mutate(random, pick(random, BODIES).getBytes(UTF_8));
        String target = List.of("/tasks", "/send", "/message").get(random.nextInt(3));
        check(TestService.post(client, target, body), new String(body, ISO_8859_1));
      }
    }
    checkDroplets();
  }

  @Property(tries = TRIES)
  void noPathLeadsElsewhere(@ForAll long seed) {
    Random random = new Random(seed);
    try (RawClient client = RawClient.connect(SERVICE.port())) {
      for (int i = 0; i < MUTATIONS_A_TRY; i++) {
        String path = path(random);
        String json = Json.string(path).toString();
        String body = "{\"droplet_name\":\"thing\",\"path\":" + json + "}";
        check(TestService.post(client, "/tasks", body.getBytes(UTF_8)), path);
      }
    }
    checkDroplets();
  }

  /** Where a request ends is part of what is broken here, so each has a connection to itself. */
  @Property(tries = TRIES)
  void noRequestIsTooMuch(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS_A_TRY; i++) {
      String body = pick(random, BODIES);
      String head = pick(random, HEADS);
      String whole =
          head.contains("LENGTH") ? head.replace("LENGTH", "" + body.length()) + body : head;
      byte[] request = mutate(random, whole.getBytes(ISO_8859_1));
      try (RawClient client = RawClient.connect(SERVICE.port()).sendingGarbage()) {
        client.trySend(request);
        client.tryFinish();
        client.answers().forEach(a -> check(a, new String(request, ISO_8859_1)));
      }
    }
    checkDroplets();
  }

  private static void check(Answer answer, String sent) {
    assertThat(answer.status()).as(sent + "\n-> " + answer).isBetween(100, 499);
    if (answer.status() >= 400 && !answer.body().isEmpty()) {
      Envelope.error(answer);
    }
    if (answer.status() >= 200) {
      assertThat(answer.headers("X-Request-ID")).as(sent).hasSize(1);
    }
    assertThat(answer.body()).doesNotContain("\"evil\"");
  }

  private static void checkDroplets() {
    assertThat(EVIL.connections()).isZero();
    for (Seen seen : DROPLET.requests()) {
      assertThat(seen.header("Host")).containsExactly("127.0.0.1:" + DROPLET.port());
      Set<String> names =
          seen.head()
              .lines()
              .skip(1)
              .filter(line -> !line.isEmpty())
              .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
              .collect(Collectors.toSet());
      assertThat(ALLOWED_HEADERS).as(seen.head()).containsAll(names);
    }
    DROPLET.replay(Turns.status(200, "1"));
  }
}
