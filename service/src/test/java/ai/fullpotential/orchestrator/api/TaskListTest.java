package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.net.Turns;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GET /tasks with the filters and cursors of contract B1. */
@OnEveryStore
class TaskListTest extends AsyncTasks {

  private JsonNode page(String query) {
    Answer answer = service.get("/tasks?" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    page(query).get("tasks").forEach(task -> ids.add(task.get("id").asText()));
    return ids;
  }

  private String later(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("'delay_seconds':3600");
    return accepted(task(all.toArray(String[]::new)));
  }

  @Test
  void tasksAreFoundByEachOfTheirTags() {
    String both = later("'tags':['red','blue','red']");
    String red = later("'tags':['red']");
    later();
    assertThat(ids("tag=red")).containsExactly(red, both);
    assertThat(ids("tag=blue")).containsExactly(both);
    assertThat(ids("tag=Red")).isEmpty();
    assertThat(ids("tag=red&status=queued&droplet_name=THING")).containsExactly(red, both);
    assertThat(ids("tag=red&status=success")).isEmpty();
    assertThat(record(both).get("tags").toString()).isEqualTo("[\"red\",\"blue\"]");
  }

  @Test
  void tasksAreFoundByWhenTheyCame() {
    String first = later();
    String second = later();
    String third = later();
    String at = record(second).get("created_at").asText();
    assertThat(ids("created_after=" + at)).containsExactly(third);
    assertThat(ids("created_before=" + at)).containsExactly(first);
    assertThat(ids("created_after=2001-01-01T00:00:00Z")).containsExactly(third, second, first);
    assertThat(ids("created_before=2001-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  void tasksAreFoundByTheBeginningOfTheirIdAndByWordsOfTheirError() {
    droplet.replay(Turns.status(404, ""));
    String failed = accepted(task(), ASYNC);
    ended(failed);
    String other = later();
    assertThat(ids("q=" + failed)).containsExactly(failed);
    assertThat(ids("q=" + other.substring(0, 35))).contains(other);
    assertThat(ids("q=HTTP%20404")).containsExactly(failed);
    assertThat(ids("q=droplet+answered")).containsExactly(failed);
    assertThat(ids("q=HTTP+405")).isEmpty();
  }

  @Test
  void allPagesTogetherAreAllTasksOnceThoughNewOnesCome() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      expected.addFirst(later("'tags':['old']"));
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = page("limit=5&cursor=" + cursor);
      page.get("tasks").forEach(task -> seen.add(task.get("id").asText()));
      cursor = page.get("next_cursor").isNull() ? null : page.get("next_cursor").asText();
      later("'tags':['new']");
      pages++;
    } while (cursor != null);
    assertThat(seen).containsExactlyElementsOf(expected);
    assertThat(pages).isEqualTo(5);
  }

  @Test
  void aCursorGoesWithAFilter() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.addFirst(later("'tags':['odd']"));
      later("'tags':['even']");
    }
    List<String> seen = new ArrayList<>();
    JsonNode page = page("limit=3&tag=odd");
    while (true) {
      page.get("tasks").forEach(task -> seen.add(task.get("id").asText()));
      assertThat(page.get("total").asInt()).isEqualTo(7);
      if (page.get("next_cursor").isNull()) {
        break;
      }
      page = page("limit=3&tag=odd&cursor=" + page.get("next_cursor").asText());
    }
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void theLastPageHasNoCursorEvenWhenItIsFull() {
    later();
    later();
    assertThat(page("limit=2").get("next_cursor").isNull()).isTrue();
    assertThat(page("limit=1").get("next_cursor").isNull()).isFalse();
    assertThat(page("limit=2").get("total_is_exact").asBoolean()).isTrue();
  }

  @Test
  void allThatIsWrongWithAQueryIsToldAtOnce() {
    assertThat(
            faults(
                service.get(
                    "/tasks?created_after=x&created_before=y&cursor=z&limit=0&status=failed")))
        .satisfiesExactlyInAnyOrder(
            fault -> assertThat(fault).startsWith("created_after must be a time"),
            fault -> assertThat(fault).startsWith("created_before must be a time"),
            fault -> assertThat(fault).startsWith("cursor must be what an earlier answer gave"),
            fault -> assertThat(fault).startsWith("limit must be a whole number from 1 to 1000"),
            fault ->
                assertThat(fault)
                    .startsWith(
                        "status must be one of queued, running, held, success, error, timeout,"
                            + " cancelled, done"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tag=%00", "q=%27%3B--", "q=%25", "tag=%2525_", "q=%C3%A9", "q=a"})
  void oddTextsFindNothingAndBreakNothing(String query) {
    later();
    assertThat(ids(query)).isEmpty();
  }
}
