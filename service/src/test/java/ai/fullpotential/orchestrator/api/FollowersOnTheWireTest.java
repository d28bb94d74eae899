package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Envelope;
import ai.fullpotential.orchestrator.net.ErrorCode;
import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.ScriptedDroplet;
import ai.fullpotential.orchestrator.net.ScriptedDroplet.Seen;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import ai.fullpotential.orchestrator.task.Origin;
import ai.fullpotential.orchestrator.task.TaskQuery;
import ai.fullpotential.orchestrator.task.TaskStatus;
import ai.fullpotential.orchestrator.time.Await;
import ai.fullpotential.orchestrator.trace.DerivedIds;
import ai.fullpotential.orchestrator.trace.TraceContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks, and what follows a task (contract B1). */
@OnEveryStore
class FollowersOnTheWireTest extends AsyncTasks {

  private static final String CALLBACK = "'callback':{'droplet_name':'listener','path':'/told?x=1'";

  private final ScriptedDroplet listener = ScriptedDroplet.playing(Turns.status(200, "1"));

  @BeforeEach
  void listBoth() {
    service.knows(Map.of("Thing", droplet.url(), "Listener", listener.url()));
  }

  @AfterEach
  void closeListener() {
    listener.close();
  }

  private static String then(String json) {
    return "'then':" + json;
  }

  private static String next(String path, String more) {
    return "{'droplet_name':'listener','method':'POST','path':'" + path + "'" + more + "}";
  }

  private void quiet(int tasks) {
    Await.until(
        tasks + " tasks have ended",
        () ->
            stored() == tasks
                && service.store.list(TaskQuery.newest(100)).tasks().stream()
                    .allMatch(task -> task.status().isFinal()));
  }

  private Seen toldOnce() {
    Await.until("the listener is called", () -> listener.calls() >= 1);
    assertThat(listener.requests()).hasSize(1);
    return listener.requests().getFirst();
  }

  @Test
  void aCallbackTellsTheEndAsATaskOfItsOwn() {
    String id = accepted(task(CALLBACK + "}", "'meta':{'m':1}"), ASYNC);
    Seen seen = toldOnce();
    assertThat(seen.line()).isEqualTo("POST /told?x=1 HTTP/1.1");
    JsonNode message = Envelope.json(seen.body());
    assertThat(message.get("type").asText()).isEqualTo("task.success");
    assertThat(message.get("timestamp").asText()).endsWith("Z");
    JsonNode data = message.get("data");
    assertThat(data.get("task_id").asText()).isEqualTo(id);
    assertThat(data.get("droplet_name").asText()).isEqualTo("Thing");
    assertThat(data.get("status").asText()).isEqualTo("success");
    assertThat(data.get("response_status").asInt()).isEqualTo(200);
    assertThat(data.get("response_body").toString()).isEqualTo("{\"ok\":1}");
    assertThat(data.get("retry_count").asInt()).isZero();
    assertThat(data.get("error_message").isNull()).isTrue();
    assertThat(data.get("meta").toString()).isEqualTo("{\"m\":1}");

    quiet(2);
    String own = seen.header("X-Task-ID").getFirst();
    assertThat(own).isNotEqualTo(id);
    JsonNode record = record(own);
    assertThat(record.get("droplet_name").asText()).isEqualTo("Listener");
    assertThat(record.get("origin").toString())
        .isEqualTo("{\"kind\":\"callback\",\"of\":\"" + id + "\"}");
    assertThat(record(id).at("/callback/droplet_name").asText()).isEqualTo("Listener");
  }

  @Test
  void whatFollowsGoesOnInTheTraceBelowWhatItFollows() {
    String first =
        accepted(
            task(CALLBACK + "}", then("[" + next("/b", "") + "]")),
            ASYNC,
            "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
            "tracestate: a=1");
    quiet(3);

    TraceContext parent =
        new TraceContext(
            "4bf92f3577b34da6a3ce929d0e0e4736",
            DerivedIds.spanId(first, 0),
            TraceContext.Sampled.NO,
            "a=1");
    assertThat(service.store.list(TaskQuery.newest(100)).tasks())
        .filteredOn(task -> task.origin().kind() != Origin.Kind.CALLER)
        .hasSize(2)
        .extracting(task -> task.origin().trace())
        .containsOnly(parent);
  }

  @Test
  void aCallbackIsTriedAgainUntilItIsHeard() {
    listener.replay(Turns.status(500, ""), Turns.reset(), Turns.status(200, ""));
    accepted(task(CALLBACK + "}"), ASYNC);
    Await.until("it is heard", () -> listener.calls() == 3);
    assertThat(listener.requests().stream().map(Seen::body).distinct()).hasSize(1);
  }

  @Test
  void aCallbackOfASynchronousTaskIsMadeToo() {
    assertThat(submit(task(CALLBACK + "}")).status()).isEqualTo(200);
    toldOnce();
  }

  @Test
  void aCallbackIsToldOnlyOfTheEventsItAskedFor() {
    String events = CALLBACK + ",'events':['error','cancelled']}";
    ended(accepted(task(events), ASYNC));
    assertThat(stored()).as("no callback for a success").isEqualTo(1);

    droplet.replay(Turns.status(404, "\"no\""));
    ended(accepted(task(events), ASYNC));
    JsonNode failure = Envelope.json(toldOnce().body());
    assertThat(failure.get("type").asText()).isEqualTo("task.error");
    assertThat(failure.at("/data/error_message").asText()).contains("404");

    listener.replay(Turns.status(200, ""));
    String id = accepted(task(events, "'delay_seconds':3600"));
    service.delete("/tasks/" + id);
    assertThat(Envelope.json(toldOnce().body()).get("type").asText()).isEqualTo("task.cancelled");
  }

  @Test
  void whatFollowsTakesTheResultWhereItHasNoBodyOfItsOwn() {
    String id = accepted(task(then(next("/a", ""))), ASYNC);
    Seen seen = toldOnce();
    assertThat(seen.line()).isEqualTo("POST /a HTTP/1.1");
    assertThat(seen.body()).isEqualTo("{\"ok\":1}");
    JsonNode follower = ended(seen.header("X-Task-ID").getFirst());
    assertThat(follower.get("origin").toString())
        .isEqualTo("{\"kind\":\"then\",\"of\":\"" + id + "\"}");
    assertThat(follower.get("request_id")).isEqualTo(record(id).get("request_id"));
  }

  @Test
  void whatFollowsKeepsItsOwnBodyAndAGetHasNone() {
    accepted(
        task(
            then(
                "["
                    + next("/own", ",'payload':{'mine':2}")
                    + ",{'droplet_name':'listener','path':'/get'}]")),
        ASYNC);
    Await.until("both are called", () -> listener.calls() == 2);
    assertThat(listener.requests())
        .extracting(seen -> seen.line() + " " + seen.body())
        .containsExactlyInAnyOrder("POST /own HTTP/1.1 {\"mine\":2}", "GET /get HTTP/1.1 ");
  }

  @Test
  void whatFollowsMayBeFollowed() {
    listener.replay(Turns.status(200, "2"), Turns.status(200, "3"), Turns.status(200, "4"));
    accepted(
        task(then(next("/a", "," + then(next("/b", "," + then("[" + next("/c", "") + "]")))))),
        ASYNC);
    Await.until("all three are called", () -> listener.calls() == 3);
    assertThat(listener.requests())
        .extracting(seen -> seen.line().split(" ")[1] + seen.body())
        .containsExactly("/a{\"ok\":1}", "/b2", "/c3");
  }

  @Test
  void nothingFollowsAFailureOrACancellation() {
    droplet.replay(Turns.status(404, ""));
    ended(accepted(task(then(next("/a", ""))), ASYNC));
    String id = accepted(task("'delay_seconds':3600", then(next("/a", ""))));
    service.delete("/tasks/" + id);
    droplet.replay(Turns.status(500, ""));
    ended(accepted(task("'max_retries':0", then(next("/a", ""))), ASYNC));
    assertThat(stored()).isEqualTo(3);
    assertThat(listener.calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'callback':{'droplet_name':'nobody','path':'/'}",
        "'then':{'droplet_name':'nobody','path':'/'}",
        "'then':[{'droplet_name':'thing','path':'/'},{'droplet_name':'nobody','path':'/'}]",
        "'then':{'droplet_name':'thing','path':'/','then':{'droplet_name':'nobody','path':'/'}}",
        "'then':{'droplet_name':'thing','path':'/',"
            + "'callback':{'droplet_name':'nobody','path':'/'}}",
        "'dry_run':true,'then':{'droplet_name':'nobody','path':'/'}"
      })
  void anUnknownDropletAnywhereIsRefusedAfterOneSyncAndNothingIsStored(String option) {
    for (String[] headers : List.of(new String[0], new String[] {ASYNC})) {
      service.syncs.set(0);
      Answer answer = submit(task(option), headers);
      JsonNode details = Envelope.details(answer, ErrorCode.DROPLET_NOT_FOUND);
      assertThat(details.get("requested_droplet").asText()).isEqualTo("nobody");
      assertThat(details.get("available_droplets").toString()).contains("Listener", "Thing");
      assertThat(service.syncs).hasValue(1);
    }
    assertThat(stored()).isZero();
    assertThat(droplet.calls()).isZero();
  }

  @Test
  void namesAreKeptAsTheRegistrySpellsThemWhereverTheyStand() {
    accepted(
        task("'callback':{'droplet_name':'LISTENER','path':'/'}", then(next("/a", ""))), ASYNC);
    quiet(3);
    assertThat(
            service
                .store
                .list(new TaskQuery(Optional.of(TaskStatus.SUCCESS), Optional.of("listener"), 10))
                .tasks())
        .hasSize(2)
        .allSatisfy(task -> assertThat(task.spec().dropletName()).isEqualTo("Listener"));
  }

  private static String chain(int deep) {
    return "'then':{'droplet_name':'thing','path':'/',".repeat(deep)
        + "'then':null"
        + "}".repeat(deep);
  }

  @Test
  void tenMayFollowEachOtherAndNoMore() {
    ended(accepted(task(chain(10)), ASYNC));
    quiet(11);
    assertThat(faults(submit(task(chain(11)))))
        .containsExactly("then.".repeat(10) + "then must be at most 10 deep");
  }

  @Test
  void aThousandLevelsAreRefusedLikeAnyBodyThatNestsTooDeep() {
    assertThat(faults(submit(task(chain(1000)))))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("body nests");
  }

  @Test
  void noMoreThanAHundredMayFollowInAll() {
    String one = "{'droplet_name':'thing','path':'/'}";
    assertThat(
            submit(task(then("[" + (one + ",").repeat(99) + one + "]"), "'dry_run':true")).status())
        .isEqualTo(200);
    assertThat(faults(submit(task(then("[" + (one + ",").repeat(100) + one + "]")))))
        .hasSize(1)
        .first()
        .asString()
        .contains("at most 100");
  }

  @Test
  void aTaskCannotNameAnotherThatItFollows() {
    assertThat(
            faults(
                submit(
                    task(
                        "'then':{'droplet_name':'thing','path':'/','id':'a','after':'b',"
                            + "'replay_of':'c'}"))))
        .hasSize(3)
        .allMatch(fault -> fault.contains("is not known here"));
  }
}
