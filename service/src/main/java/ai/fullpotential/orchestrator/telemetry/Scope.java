package ai.fullpotential.orchestrator.telemetry;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;

/** Who says what is sent: this program. */
final class Scope {

  static final InstrumentationScopeInfo OURS =
      InstrumentationScopeInfo.create("ai.fullpotential.orchestrator");

  private Scope() {}
}
