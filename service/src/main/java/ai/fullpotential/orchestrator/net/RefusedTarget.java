package ai.fullpotential.orchestrator.net;

import java.io.IOException;
import java.io.Serial;

/** An address that may not be connected to, before anything was sent to it. */
final class RefusedTarget extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  private final String detail;

  RefusedTarget(String detail) {
    super(detail);
    this.detail = detail;
  }

  /** Which address, and by which rule. */
  String detail() {
    return detail;
  }
}
