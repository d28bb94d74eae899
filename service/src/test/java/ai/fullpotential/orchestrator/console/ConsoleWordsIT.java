package ai.fullpotential.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the console says of a state, without the state having to be brought about. */
class ConsoleWordsIT extends ConsoleTestBase {

  private static final String MODULE =
      "const module = await import(document.querySelector(`link[href$=\"js/data/%s.js\"]`).href);";

  /** The headline for a task at the time 1000 s, with one attempt that was refused. */
  private static final String EXPLAIN =
      "async change => {"
          + MODULE.formatted("explain")
          + """
            const attempt = {number: 1, outcome: 'refused', error: 'connection refused', ended_at: 999};
            const task = {droplet_name: 'shop', max_retries: 3, attempt_timeout_seconds: 5,
              timeout_seconds: 30, attempts: [attempt], ...JSON.parse(change)};
            return module.explain(task, 1000).headline;
          }""";

  /** The headline for a mesh in which all is well but for this. */
  private static final String VERDICT =
      "async change => {"
          + MODULE.formatted("verdict")
          + """
            const health = {status: 'active', dependencies: {registry: {status: 'connected'},
              cache: {status: 'active'}, store: {status: 'connected'}}};
            const mesh = {health, healthError: null, droplets: {droplets: [{name: 'a', reachable: true}]},
              lately: {total: 100, failed: 0, failedShare: 0}, waiting: {held: 0}, now: 1000};
            const {dependencies, ...rest} = JSON.parse(change);
            Object.assign(health.dependencies, dependencies);
            const said = module.verdict({...mesh, ...rest});
            return said.tone + ': ' + said.headline;
          }""";

  private static final String FRAMES =
      "async pieces => {"
          + MODULE.formatted("stream")
          + """
            const reader = new module.FrameReader();
            return pieces.flatMap(piece => reader.read(piece)).map(one => [one.id, one.event, one.data].join('/'));
          }""";

  @Test
  void sayWhyATaskIsWhereItIs() throws Exception {
    Map<String, String> words = new LinkedHashMap<>();
    words.put(
        "{'status':'queued','waiting_on':{'reason':'backoff','until':1004}}",
        "Attempt 2 of 4 begins in 4 s");
    words.put(
        "{'status':'queued','attempts':[],'waiting_on':{'reason':'schedule','until':8200}}",
        "Begins in 2 h");
    words.put(
        "{'status':'queued','waiting_on':{'reason':'droplet_unknown','until':1001}}",
        "No list names the droplet shop");
    words.put(
        "{'status':'queued','waiting_on':{'reason':'concurrency'}}", "It waits for a free place");
    words.put("{'status':'queued','waiting_on':{'reason':'rate_limit'}}", "It waits for its turn");
    words.put("{'status':'queued','waiting_on':{'reason':'paused'}}", "shop is paused");
    words.put(
        "{'status':'queued','waiting_on':{'reason':'breaker'}}", "The breaker of shop is open");
    words.put("{'status':'queued','waiting_on':{'reason':'the_moon'}}", "It waits: the moon");
    words.put("{'status':'running'}", "Attempt 1 of 4 is under way");
    words.put("{'status':'held'}", "It waits for you");
    words.put("{'status':'timeout'}", "Its time ran out");
    words.put("{'status':'error','max_retries':0}", "The attempt failed");
    words.put(
        "{'status':'error','attempts':[{'outcome':'answered','response_status':404}]}",
        "shop answered HTTP 404");
    words.put("{'status':'cancelled'}", "Cancelled");
    saysAll(EXPLAIN, words);
  }

  @Test
  void tellTheWorstOfTheMeshFirst() throws Exception {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("{}", "well: Mesh is well");
    words.put("{'health':null}", "unknown: Looking…");
    words.put("{'healthError':{'message':'gone'}}", "bad: The Orchestrator does not answer");
    words.put(
        "{'dependencies':{'store':{'status':'unavailable'}},'waiting':{'held':2}}",
        "bad: Tasks cannot be recorded");
    words.put(
        "{'dependencies':{'registry':{'status':'unavailable'}}}",
        "warn: The Registry cannot be reached");
    words.put(
        "{'droplets':{'droplets':[{'name':'a','reachable':false}]},"
            + "'lately':{'total':10,'failed':1,'failedShare':0.1,'worst':'a'}}",
        "bad: 10% of tasks failed in the last 5 minutes");
    words.put(
        "{'droplets':{'droplets':[{'name':'a','reachable':false}]}}",
        "warn: Droplet a is unreachable");
    words.put(
        "{'policies':{'policies':[],'breakers':[{'droplet_name':'A','state':'open'}]}}",
        "warn: Droplet a is given a rest");
    words.put(
        "{'policies':{'policies':[{'droplet_name':'*','stored':{'paused':true},"
            + "'effective':{'paused':true}}],'breakers':[]}}",
        "warn: All droplets are paused");
    words.put("{'waiting':{'held':1}}", "warn: 1 task waits for a person");
    saysAll(VERDICT, words);
  }

  private void saysAll(String function, Map<String, String> words) throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console/tasks");
      words.forEach(
          (state, said) ->
              assertThat(page.evaluate(function, state.replace('\'', '"')))
                  .as(state)
                  .isEqualTo(said));
    }
  }

  @Test
  void eventsAreReadWhereverTheirBytesAreCut() throws Exception {
    try (TestApplication service = TestApplication.start(directory)) {
      Page page = browser.open(service.port(), "/console/tasks");
      assertThat(
              page.evaluate(
                  FRAMES,
                  List.of("retry: 1000\n:\n\nid: a.1\neve", "nt: x\ndata: {\"b\":", "1}\n", "\n")))
          .isEqualTo(List.of("//", "a.1/x/{\"b\":1}"));
    }
  }
}
