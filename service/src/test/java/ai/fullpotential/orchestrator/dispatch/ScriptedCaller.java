package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.invoke.DropletCall;
import ai.fullpotential.orchestrator.invoke.DropletCaller;
import ai.fullpotential.orchestrator.task.AttemptResult;
import ai.fullpotential.orchestrator.time.Loop;
import ai.fullpotential.orchestrator.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** Makes no call: notes it, and tells what a test has said would come of it. */
final class ScriptedCaller implements DropletCaller {

  private final TimeSource time;
  private final long start;
  private final Queue<Play> script = new ArrayDeque<>();
  private final List<Made> made = new ArrayList<>();
  private Play last = Play.never();

  /** A call, and when it was made: how long after this caller was. */
  record Made(Duration at, DropletCall call) {}

  /** What comes of one call. */
  @FunctionalInterface
  interface Play {
    void run(DropletCall call, Loop loop, Consumer<AttemptResult> done);

    /** At once. */
    static Play at(AttemptResult result) {
      return (_, _, done) -> done.accept(result);
    }

    /** After a while. */
    static Play after(Duration delay, AttemptResult result) {
      return (_, loop, done) -> loop.after(delay, () -> done.accept(result));
    }

    /** No answer within the call's time, told at its end. */
    static Play silence() {
      return (call, loop, done) ->
          loop.after(
              call.timeout(), () -> done.accept(new AttemptResult.TimedOut("no whole answer")));
    }

    /** Nothing at all, as no real caller may do. */
    static Play never() {
      return (_, _, _) -> {};
    }
  }

  ScriptedCaller(TimeSource time) {
    this.time = time;
    this.start = time.nanos();
  }

  /** What comes of the next calls; the last repeats. */
  void plays(Play... plays) {
    script.clear();
    script.addAll(List.of(plays));
  }

  /** All calls so far. */
  List<Made> made() {
    return made;
  }

  /** When each call was made. */
  List<Duration> times() {
    return made.stream().map(Made::at).toList();
  }

  @Override
  public Call call(DropletCall call, Loop loop, Consumer<AttemptResult> done) {
    made.add(new Made(time.since(start), call));
    Play next = script.poll();
    last = next == null ? last : next;
    boolean[] cut = new boolean[1];
    last.run(
        call,
        loop,
        result -> {
          if (!cut[0]) {
            done.accept(result);
          }
        });
    return () -> cut[0] = true;
  }
}
