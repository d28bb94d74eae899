package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.net.Cidr;
import ai.fullpotential.orchestrator.net.OutboundSettings;
import ai.fullpotential.orchestrator.net.TargetRules;
import java.util.ArrayList;
import java.util.List;

/** Reads what is set for calls to others. */
final class OutboundLoader {

  private final Lookup in;

  OutboundLoader(Lookup in) {
    this.in = in;
  }

  OutboundSettings settings() {
    return new OutboundSettings(
        new TargetRules(ranges(OutboundKeys.ALLOW_TARGETS), ranges(OutboundKeys.DENY_TARGETS)));
  }

  /** Each that is wrong is a fault of its own. */
  private List<Cidr> ranges(Key<String> key) {
    List<Cidr> ranges = new ArrayList<>();
    for (String each : in.get(key).split(",")) {
      String text = each.strip();
      if (!text.isEmpty()) {
        try {
          ranges.add(Cidr.parse(text));
        } catch (IllegalArgumentException wrong) {
          in.fault(key, "'" + text + "' " + wrong.getMessage());
        }
      }
    }
    return ranges;
  }
}
