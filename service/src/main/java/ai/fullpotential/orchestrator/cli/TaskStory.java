package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of a task, line by line. It is read from the record, which has every attempt, so nothing
 * is missing when somebody looks late or seldom.
 */
final class TaskStory {

  private final Session session;

  /** What is told, by what makes it a line of its own. */
  private final Map<String, String> lines = new LinkedHashMap<>();

  private TaskStory(Session session) {
    this.session = session;
  }

  /** The lines up to now; a line whose key was there before is no news. */
  static Map<String, String> of(JsonNode task, Session session) {
    TaskStory story = new TaskStory(session);
    story.tell(task);
    return story.lines;
  }

  private void tell(JsonNode task) {
    String status = task.path("status").asText();
    add("made", task.path("created_at"), "queued", "queued", made(task));
    task.path("attempts").forEach(this::attempt);
    if (TaskView.hasEnded(task)) {
      add("end", task.path("completed_at"), status, status, TaskView.ending(task));
    } else if (status.equals("held")) {
      int attempts = task.path("attempts").size();
      add(
          "held" + attempts,
          task.path("attempts").path(attempts - 1).path("ended_at"),
          "held",
          "held",
          "nobody knows whether the attempt was carried out; release it or cancel it");
    } else if (task.path("waiting_on").isObject()) {
      waits(task.path("waiting_on"));
    }
  }

  private static String made(JsonNode task) {
    return Plain.text(task.path("method")) + " " + Plain.text(task.path("droplet_name"));
  }

  private void attempt(JsonNode attempt) {
    String number = Plain.text(attempt.path("number"));
    add(
        "start" + number,
        attempt.path("started_at"),
        "running",
        "attempt " + number,
        Plain.text(attempt.path("target_url")));
    if (attempt.hasNonNull("outcome")) {
      String outcome = Plain.text(attempt.path("outcome"));
      String http = TaskView.http(attempt);
      boolean isGood = attempt.path("response_status").asInt() / 100 == 2;
      add(
          "end" + number,
          attempt.path("ended_at"),
          isGood ? "success" : "error",
          outcome,
          http.isEmpty() ? Plain.text(attempt.path("error")) : http);
    }
  }

  private void waits(JsonNode waiting) {
    String until = session.moments().shown(waiting.path("until"));
    String reason = Plain.text(waiting.path("reason"));
    String detail = Plain.text(waiting.path("detail"));
    String time = session.moments().now(session.surroundings().time());
    lines.put(
        "wait" + reason + until,
        line(
            time,
            "held",
            "waits",
            reason
                + (until.isEmpty() ? "" : " until " + until)
                + (detail.isEmpty() ? "" : ": " + detail)));
  }

  private void add(String key, JsonNode at, String colour, String word, String detail) {
    lines.put(key, line(session.moments().shown(at), colour, word, detail));
  }

  private String line(String time, String colour, String word, String detail) {
    String shown = session.paint().status(colour, Width.exactly(word, 10, false));
    return (time + "  " + shown + "  " + detail).stripTrailing();
  }
}
