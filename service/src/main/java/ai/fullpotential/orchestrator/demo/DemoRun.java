package ai.fullpotential.orchestrator.demo;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.HttpCaller;
import ai.fullpotential.orchestrator.net.Loops;
import ai.fullpotential.orchestrator.time.SystemTime;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.List;

/** The demo from its droplets to its table. */
public final class DemoRun implements AutoCloseable {

  private final Loops loops = new Loops(1);
  private final SampleDroplets droplets = new SampleDroplets(loops, new SystemTime());
  private final BaseUrl orchestrator;
  private final BaseUrl registry;
  private final PrintWriter out;

  /**
   * A demo that has not begun.
   *
   * @param port where the orchestrator listens on this machine
   * @param registry its Registry
   */
  public DemoRun(int port, BaseUrl registry, PrintWriter out) {
    this.orchestrator = new BaseUrl(false, "127.0.0.1", port, "");
    this.registry = registry;
    this.out = out;
  }

  /** Starts the droplets, registers them, sends the tasks and prints what became of them. */
  public void show() {
    Demo demo = new Demo(new HttpCaller(loops), orchestrator, registry);
    try {
      demo.register(droplets.start());
      out.println(
          "Two droplets are registered: greeter, which is well, and moody, which fails two calls in three.");
      out.println(
          "Five tasks are on their way; one of them is retried, which takes three seconds.");
      out.println();
      out.flush();
      print(demo.tasks());
    } catch (BindException e) {
      throw new IllegalStateException("no free port for the sample droplets", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(List<Demo.Row> rows) {
    String format = "%-26s %5s  %-18s %8s %7s  %s%n";
    out.printf(format, "TASK", "HTTP", "STATUS", "ATTEMPTS", "MS", "ANSWER");
    for (Demo.Row row : rows) {
      out.printf(
          format,
          row.what(),
          row.httpStatus(),
          row.status(),
          row.attempts(),
          row.millis(),
          row.answer());
    }
    out.println();
    out.flush();
  }

  /** Prints what a reader could do next. */
  public void tellWhereToGoOn() {
    out.println(
        "Serving on "
            + orchestrator
            + " until Ctrl-C, with the Registry on "
            + registry
            + ". Try:");
    out.println();
    out.println("  curl -s " + orchestrator + "/orchestrator/droplets");
    out.println("  curl -s " + orchestrator + "/orchestrator/tasks");
    out.println(
        "  curl -s "
            + orchestrator
            + "/orchestrator/tasks -H 'Content-Type: application/json' -d '{\"droplet_name\":\"greeter\",\"path\":\"/hello\"}'");
    out.flush();
  }

  @Override
  public void close() {
    droplets.close();
    loops.close();
  }
}
