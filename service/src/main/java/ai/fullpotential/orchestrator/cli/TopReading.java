package ai.fullpotential.orchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the service says of itself at one moment, in the words of its own answers.
 *
 * @param nanos when it was read, by the monotonic clock
 * @param underWay tasks that run or wait between two attempts, the newest first
 * @param failures tasks that ended without success, the last to end first
 */
record TopReading(
    long nanos,
    JsonNode health,
    JsonNode metrics,
    JsonNode droplets,
    List<JsonNode> underWay,
    List<JsonNode> failures) {

  /** So many tasks of a kind are read, more than a screen has lines for. */
  private static final int MOST = 50;

  private static final int FAULTS_OF_THE_SERVICE = 500;

  /**
   * Asks the service, call by call; it does not ask its Registry for that.
   *
   * @throws Refused whoever asks may not see it
   */
  static TopReading of(Session session) throws Unreachable, Refused {
    long nanos = session.surroundings().time().nanos();
    JsonNode health = get(Session.HEALTH, session);
    JsonNode metrics = get(Session.METRICS, session);
    JsonNode droplets = getOrNothing(Session.ROOT + "/droplets?refresh=false", session);
    List<JsonNode> underWay = new ArrayList<>();
    for (String status : List.of("running", "held", "queued")) {
      addTasks(underWay, status, session);
    }
    List<JsonNode> failures = new ArrayList<>();
    for (String status : List.of("error", "timeout")) {
      addTasks(failures, status, session);
    }
    failures.sort(Comparator.comparingDouble(TopReading::end).reversed());
    return new TopReading(nanos, health, metrics, droplets, underWay, failures);
  }

  private static double end(JsonNode task) {
    return task.path("completed_at").asDouble();
  }

  private static void addTasks(List<JsonNode> tasks, String status, Session session)
      throws Unreachable, Refused {
    String path = Session.TASKS + "?status=" + status + "&limit=" + MOST;
    get(path, session).path("tasks").forEach(tasks::add);
  }

  /** An answer; an error in its place must not look as if there were nothing to tell. */
  private static JsonNode get(String path, Session session) throws Unreachable, Refused {
    Reply reply = session.api().send(Call.of("GET", path));
    if (reply.isError()) {
      throw new Refused(reply);
    }
    return session.answer(reply);
  }

  /** The same, but a fault of the service is an answer with nothing in it: no droplet is known. */
  private static JsonNode getOrNothing(String path, Session session) throws Unreachable, Refused {
    try {
      return get(path, session);
    } catch (Refused e) {
      if (e.reply().status() < FAULTS_OF_THE_SERVICE) {
        throw e;
      }
      return MissingNode.getInstance();
    }
  }

  /** For a program. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("health", health);
    json.set("metrics", metrics);
    json.set("droplets", droplets.path("droplets"));
    json.putArray("under_way").addAll(underWay);
    json.putArray("failures").addAll(failures);
    return json;
  }

  long finished() {
    return metrics.path("tasks").path("total").asLong();
  }
}
