package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.cli.Table.Column;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Policies for a person. */
final class PolicyView {

  private static final String PAUSED = "paused";

  private final Session session;
  private final PrintWriter out;

  PolicyView(Session session) {
    this.session = session;
    this.out = session.terminal().out();
  }

  /** A line for each, with what is stored. */
  void list(Iterable<JsonNode> policies) {
    Table table =
        new Table(
            new Column("DROPLET", false, true, 0),
            new Column("STATE", false, false, 0),
            new Column("RATE", true, false, 0),
            new Column("BURST", true, false, 4),
            new Column("AT ONCE", true, false, 0),
            new Column("RETRIES", true, false, 3),
            new Column("ATTEMPT", true, false, 2),
            new Column("BREAKER", false, true, 1));
    for (JsonNode each : policies) {
      PolicyText stored = new PolicyText(each.path("stored"));
      String state = state(each);
      table.add(
          state,
          List.of(
              Plain.text(each.path("droplet_name")),
              state,
              stored.rate(),
              stored.burst(),
              stored.concurrency(),
              stored.retries(),
              stored.attempt(),
              stored.breaker()));
    }
    table.print(out, session.columns(), session.paint());
  }

  private static String state(JsonNode each) {
    if (each.path("effective").path(PAUSED).asBoolean()) {
      return PAUSED;
    }
    return each.path("known").asBoolean() ? "" : "not listed";
  }

  /** What holds for one, and what of it another policy says. */
  void one(JsonNode answer) {
    boolean isPaused = answer.path("effective").path(PAUSED).asBoolean();
    String name = Plain.text(answer.path("droplet_name"));
    out.println(
        name
            + "  "
            + (isPaused ? session.paint().status(PAUSED, PAUSED) : "not paused")
            + (answer.path("known").asBoolean() ? "" : ", and not listed by the Registry"));
    Map<String, String> stored = lines(new PolicyText(answer.path("stored")));
    lines(new PolicyText(answer.path("effective")))
        .forEach(
            (label, value) -> {
              if (!value.isEmpty()) {
                String from = stored.getOrDefault(label, "").isEmpty() ? "  (by *)" : "";
                out.println("  %-11s %s%s".formatted(label, value, from));
              }
            });
    if (isPaused) {
      out.println("  %-11s orchestrator resume %s".formatted("to go on", quoted(name)));
    }
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z0-9._-]+") ? name : "'" + name + "'";
  }

  private static Map<String, String> lines(PolicyText policy) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("rate", policy.rate());
    lines.put("burst", policy.burst());
    lines.put("at once", policy.concurrency());
    lines.put("retries", policy.retries());
    lines.put("backoff", policy.backoff());
    lines.put("attempt", policy.attempt());
    lines.put("breaker", policy.breaker());
    return lines;
  }
}
