package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.telemetry.Sampling;
import java.util.Locale;

/** The samplers of OpenTelemetry's standard. */
enum TracesSampler {
  ALWAYS_ON,
  ALWAYS_OFF,
  TRACEIDRATIO,
  PARENTBASED_ALWAYS_ON,
  PARENTBASED_ALWAYS_OFF,
  PARENTBASED_TRACEIDRATIO;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  Sampling sampling(double ratio) {
    return switch (this) {
      case ALWAYS_ON -> new Sampling(false, 1);
      case ALWAYS_OFF -> new Sampling(false, 0);
      case TRACEIDRATIO -> new Sampling(false, ratio);
      case PARENTBASED_ALWAYS_ON -> new Sampling(true, 1);
      case PARENTBASED_ALWAYS_OFF -> new Sampling(true, 0);
      case PARENTBASED_TRACEIDRATIO -> new Sampling(true, ratio);
    };
  }
}
