package ai.fullpotential.orchestrator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.fullpotential.orchestrator.trace.TraceContext.Sampled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String GOOD = "00-" + TRACE + "-" + SPAN + "-01";

  private static TraceContext read(String traceparent, String... tracestate) {
    return TraceContext.read(List.of(traceparent), List.of(tracestate)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, YES",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00, NO",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03, YES",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fe, NO",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, YES",
    "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later, YES",
    "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-, YES"
  })
  void whatTheStandardAllowsIsRead(String header, Sampled sampled) {
    assertThat(read(header)).isEqualTo(new TraceContext(TRACE, SPAN, sampled, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "00",
        "00-1-2-03",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-010",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ".0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e47366-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-4bf92f3577b34da6a3ce929d0e0e473\u0665-00f067aa0ba902b7-01",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX: y"
      })
  void anythingElseIsAsIfThereWereNone(String header) {
    assertThat(TraceContext.read(List.of(header), List.of("a=1"))).isEmpty();
  }

  @Test
  void severalAreAsIfThereWereNone() {
    assertThat(TraceContext.read(List.of(GOOD, GOOD), List.of())).isEmpty();
    assertThat(TraceContext.read(List.of(), List.of("a=1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "congo=t61rcWkgMzE",
        "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
        "0vendor@sys-tem=a b!~",
        "a*/_-=x"
      })
  void aStateIsPassedAlong(String state) {
    assertThat(read(GOOD, state).state()).isEqualTo(state);
  }

  @Test
  void theStatesOfSeveralHeadersAreOne() {
    assertThat(read(GOOD, " a=1 ,, b=2", "", "c=3").state()).isEqualTo("a=1,b=2,c=3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "a",
        "=1",
        "A=1",
        "a=",
        "a=1=2",
        "a b=1",
        "a=1,a=2",
        "a=\u00e9",
        "a=x\r\nX-Evil: 1",
        "a=1;\tb",
        "@b=1",
        "a@B=1",
        "a=1,b"
      })
  void aBadStateAloneIsLeftOut(String state) {
    assertThat(read(GOOD, state)).isEqualTo(new TraceContext(TRACE, SPAN, Sampled.YES, null));
  }

  @Test
  void aLargeStateIsLeftOut() {
    assertThat(read(GOOD, "a=" + "x".repeat(250), "b=" + "x".repeat(250)).state()).hasSize(505);
    assertThat(read(GOOD, "a=" + "x".repeat(256), "b=" + "x".repeat(256)).state()).isNull();
    assertThat(read(GOOD, "a=" + "x".repeat(513)).state()).isNull();
  }

  @Test
  void moreThan32StatesAreLeftOut() {
    StringBuilder many = new StringBuilder("s0=1");
    for (int i = 1; i < 32; i++) {
      many.append(",s").append(i).append("=1");
    }
    assertThat(read(GOOD, many.toString()).state()).isEqualTo(many.toString());
    assertThat(read(GOOD, many + ",s32=1").state()).isNull();
  }

  @Test
  void whatIsSentIsWhatIsRead() {
    assertThat(TraceContext.traceparent(TRACE, SPAN, true)).isEqualTo(GOOD);
    assertThat(read(TraceContext.traceparent(TRACE, SPAN, false)).sampled()).isEqualTo(Sampled.NO);
  }

  @Test
  void whatIsKeptComesBack() {
    for (Sampled sampled : Sampled.values()) {
      TraceContext context = new TraceContext(TRACE, SPAN, sampled, "a=1");
      assertThat(TraceContext.kept(context.toKeep(), "a=1")).isEqualTo(context);
    }
    assertThatThrownBy(() -> TraceContext.kept("x", null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
