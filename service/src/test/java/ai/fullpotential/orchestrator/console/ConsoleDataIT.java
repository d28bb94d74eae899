package ai.fullpotential.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.app.TestApplication;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the console keeps of tasks, when events are many or were missed. */
class ConsoleDataIT extends ConsoleTestBase {

  private static final String MODULE =
      "const module = await import(document.querySelector(`link[href$=\"js/data/%s.js\"]`).href);";

  /** Tells a list of tasks that began and that no service knows. */
  private static final String TELL =
      MODULE.formatted("tasklist")
          + """
            const list = new module.TaskList({}, () => {});
            const soon = (Date.now() + 60_000).toString(16).padStart(12, '0');
            const told = (from, to, status = 'running') => list.take(Array.from({length: to - from}, (_, i) => ({
              task_id: `${soon.slice(0, 8)}-${soon.slice(8)}-7000-8000-${(from + i).toString(16).padStart(12, '0')}`,
              type: 'task.x', status, droplet_name: 'shop', method: 'GET', path: '/', at: Date.now() / 1000,
            })));
            const shown = () => list.rows.map(row => row.status);
            const until = async done => { while (!done()) await new Promise(next => setTimeout(next, 10)); };
          """;

  private TestApplication service;

  @BeforeEach
  void start() throws Exception {
    service = TestApplication.start(directory);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Object evaluate(String body) {
    Page page = browser.open(service.port(), "/console/schedules");
    return page.evaluate("async () => {" + body + "}");
  }

  @Test
  void aListThatStandsStillKeepsNoMoreThanItCanShowAndIsAskedForAnewThen() throws Exception {
    submitForLater(service, "registry");
    assertThat(
            evaluate(
                TELL
                    + """
                      await list.load();
                      list.frozen = true;
                      told(0, 12_000);
                      told(12_000, 25_000);
                      const fresh = list.fresh;
                      told(0, 10);
                      const again = list.fresh;
                      list.frozen = false;
                      list.thaw();
                      await until(() => list.fresh === 0);
                      return [fresh, again, ...shown()];
                    """))
        .isEqualTo(List.of(25_000, 25_000, "queued"));
  }

  @Test
  void aRowWhoseEndWasMissedDoesNotStayUnderWay() throws Exception {
    submitForLater(service, "registry");
    assertThat(
            evaluate(
                TELL
                    + """
                      await list.load();
                      told(0, 1);
                      told(1, 2, 'success');
                      const before = shown();
                      await list.load();
                      return [before, shown()];
                    """))
        .isEqualTo(List.of(List.of("success", "running", "queued"), List.of("success", "queued")));
  }

  @Test
  void aRowThatAnEventToldOfAfterThePageWasAskedForStays() throws Exception {
    assertThat(
            evaluate(
                TELL
                    + """
                      await list.load();
                      const loading = list.load();
                      for (const asked = performance.now(); performance.now() === asked; );
                      told(0, 1);
                      await loading;
                      return shown();
                    """))
        .isEqualTo(List.of("running"));
  }

  @Test
  void throughputIsThatOfTheTimeOfWhichAllIsKnown() {
    assertThat(
            evaluate(
                MODULE.formatted("series")
                    + """
                      const series = new module.Series();
                      const add = (from, to, at) => {
                        for (let id = from; id < to; id++) series.add({id, at, status: 'success', durationMs: 1});
                      };
                      add(0, 500, 1100);
                      add(500, 520, 1293);
                      series.coveredFrom = 1290;
                      const {total, perSecond} = series.lately(300, 1300);
                      return [total, perSecond];
                    """))
        .isEqualTo(List.of(20, 2));
  }

  @Test
  void numbersThatACallerWroteKeepTheirDigitsWhateverTheyAreCalled() {
    String json =
        "{\"run_at\":%s,\"payload\":{\"until\":12345678901234567890,\"a_ms\":[1.50]},\"total\":7}";
    assertThat(
            evaluate(
                MODULE.formatted("api")
                    + "const read = module.parse('"
                    + json.formatted("1.50")
                    + "'); return typeof read.run_at + JSON.stringify(read);"))
        .isEqualTo("number" + json.formatted("1.5"));
  }
}
