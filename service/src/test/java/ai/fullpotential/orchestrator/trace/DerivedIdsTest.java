package ai.fullpotential.orchestrator.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DerivedIdsTest {

  private static final int MANY = 20_000;

  private static String name(int number) {
    return "01a20d31-3537-7107-b892-%012x".formatted(number);
  }

  @Test
  void idsNeverChange() {
    assertThat(List.of(DerivedIds.traceId(name(7)), DerivedIds.spanId(name(7), 2)))
        .isEqualTo(List.of(DerivedIds.traceId(name(7)), DerivedIds.spanId(name(7), 2)))
        .allMatch(id -> id.matches("[0-9a-f]{16}([0-9a-f]{16})?"));
  }

  @Test
  void namesThatDifferInOneDigitHaveOtherIds() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      ids.add(DerivedIds.traceId(name(i)));
      ids.add(DerivedIds.spanId(name(i), 0));
      ids.add(DerivedIds.spanId(name(i), 1));
    }
    assertThat(ids).hasSize(3 * MANY);
  }

  /** Samplers take a share of the traces by comparing these bits. */
  @Test
  void eachBitIsSetInHalfOfTheTraces() {
    int[] set = new int[64];
    for (int i = 0; i < MANY; i++) {
      long low = Long.parseUnsignedLong(DerivedIds.traceId(name(i)).substring(16), 16);
      for (int bit = 0; bit < 64; bit++) {
        set[bit] += (int) (low >>> bit & 1);
      }
    }
    assertThat(Arrays.stream(set).boxed())
        .allSatisfy(n -> assertThat(n).isBetween(MANY * 47 / 100, MANY * 53 / 100));
  }
}
