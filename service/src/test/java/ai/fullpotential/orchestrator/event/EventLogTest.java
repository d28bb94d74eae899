package ai.fullpotential.orchestrator.event;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.time.ManualTime;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a log keeps, and what it says of what it does not have. */
class EventLogTest {

  private static final int KEPT = 8;

  private final EventLog log = new EventLog("here", KEPT, new ManualTime());

  static Event event(String name) {
    return new Event.Told(
        EventType.TASK_STARTED, "echo", name, null, Json.text(json -> json.writeString(name)));
  }

  static List<String> told(EventLog log, long from) {
    return log.from(from, 100).stream()
        .map(entry -> entry.event().taskId() == null ? "reset" : entry.event().taskId())
        .toList();
  }

  private static List<String> unread(EventLog log, Position read) {
    OptionalLong from = log.after(read);
    return from.isEmpty()
        ? List.of("gone")
        : log.from(from.getAsLong(), 100).stream()
            .filter(entry -> !entry.isIn(read))
            .map(entry -> String.valueOf(entry.event().taskId()))
            .toList();
  }

  @Test
  void keepsTheNewest() {
    for (int i = 1; i <= 10; i++) {
      log.add(event("t" + i));
    }
    assertThat(told(log, 0)).containsExactly("t3", "t4", "t5", "t6", "t7", "t8", "t9", "t10");
    assertThat(log.has(1)).isFalse();
    assertThat(log.has(2)).isTrue();
    assertThat(log.end().position()).hasToString("here.10");
  }

  @Test
  void aReaderGoesOnAfterWhatItHasReadAndNotWhenSomethingIsGone() {
    Position start = log.end().position();
    for (int i = 1; i <= KEPT; i++) {
      log.add(event("t" + i));
    }
    assertThat(unread(log, start)).hasSize(KEPT);
    assertThat(unread(log, Position.parse("here.6").orElseThrow())).containsExactly("t7", "t8");
    assertThat(unread(log, log.end().position())).isEmpty();
    log.add(event("t9"));
    assertThat(unread(log, start)).containsExactly("gone");
    assertThat(unread(log, Position.parse("here.1").orElseThrow())).hasSize(KEPT);
  }

  @Test
  void aReaderGoesOnAtANodeThatHeardTheSameInAnotherOrder() {
    EventLog there = new EventLog("there", KEPT, new ManualTime());
    log.add(event("h1"));
    there.add(event("t1"));
    there.heard("here", 1, event("h1"));
    there.add(event("t2"));
    Position read = there.from(0, 100).get(1).position(); // t1, h1

    log.heard("there", 1, event("t1"));
    log.add(event("h2"));
    log.heard("there", 2, event("t2"));
    assertThat(unread(log, read)).containsExactly("h2", "t2");
  }

  @Test
  void anEventThatIsHeardTwiceIsKeptOnce() {
    log.heard("there", 1, event("t1"));
    log.heard("there", 1, event("t1"));
    log.heard("there", 2, event("t2"));
    assertThat(told(log, 0)).containsExactly("t1", "t2");
  }

  @Test
  void whatIsMissingIsToldAndNoReaderFromBeforeGoesOn() {
    log.heard("there", 1, event("t1"));
    Position before = log.end().position();
    log.heard("there", 3, event("t3"));
    assertThat(told(log, 0)).containsExactly("t1", "reset", "t3");
    assertThat(unread(log, before)).containsExactly("gone");
    assertThat(unread(log, Position.parse("here.0,there.2").orElseThrow())).contains("t3");
  }

  @Test
  void aNodeThatSaysHowFarItIsShowsWhatIsMissing() {
    log.heard("there", 1, event("t1"));
    log.isAt("there", 1);
    assertThat(told(log, 0)).containsExactly("t1");
    log.isAt("there", 4);
    assertThat(told(log, 0)).containsExactly("t1", "reset");
    log.heard("there", 5, event("t5"));
    assertThat(told(log, 0)).containsExactly("t1", "reset", "t5");
  }

  @Test
  void aReaderOfANodeThatIsNotKnownHereDoesNotGoOn() {
    assertThat(unread(log, Position.parse("here.0,elsewhere.3").orElseThrow()))
        .containsExactly("gone");
  }

  @Test
  void aReaderThatClaimsToHaveReadWhatDidNotHappenDoesNotGoOn() {
    log.add(event("t1"));
    assertThat(unread(log, Position.parse("here.2").orElseThrow())).containsExactly("gone");
  }

  @Test
  void theNodesThatWereSilentForLongestAreForgotten() {
    for (int i = 0; i < 40; i++) {
      log.heard("node-" + i, 1, event("t"));
    }
    assertThat(log.end().position().parts()).hasSize(32).containsKeys("here", "node-39");
  }

  @Test
  void aPositionIsReadAsItIsWritten() {
    Position position = Position.parse("node-b.2,node-a.17").orElseThrow();
    assertThat(position).hasToString("node-a.17,node-b.2");
    assertThat(Position.parse(position.toString())).contains(position);
    for (String bad :
        List.of("", "a", "a.", ".1", "a.-1", "a.1,", "a.1 ", "a.99999999999999999999")) {
      assertThat(Position.parse(bad)).as(bad).isEmpty();
    }
  }
}
