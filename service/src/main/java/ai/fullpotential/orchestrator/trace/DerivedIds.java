package ai.fullpotential.orchestrator.trace;

import java.util.HexFormat;

/**
 * Ids of traces and spans that follow from a name, so that whoever knows the name knows the id: any
 * node, before or after a restart, and without keeping anything. They are spread as evenly as random
 * ones, which samplers rely on.
 */
public final class DerivedIds {

  private static final HexFormat HEX = HexFormat.of();
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private DerivedIds() {}

  /** The trace of what has this name. */
  public static String traceId(String name) {
    return hex(hash(name, 1)) + hex(hash(name, 2));
  }

  /** The span of this number in the life of what has this name. */
  public static String spanId(String name, int number) {
    return hex(mix(hash(name, 3) + number * GOLDEN));
  }

  private static String hex(long bits) {
    return HEX.toHexDigits(bits == 0 ? 1 : bits); // no part may be 0: then no id is
  }

  private static long hash(String name, long seed) {
    long hash = mix(seed * GOLDEN);
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    return mix(hash);
  }

  /** The finisher of SplitMix64: each bit of the input changes half of those of the result. */
  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
