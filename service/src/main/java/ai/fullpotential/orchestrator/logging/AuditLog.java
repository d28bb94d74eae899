package ai.fullpotential.orchestrator.logging;

import ai.fullpotential.orchestrator.net.Auditor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line for each request that changes something, or would, under the name {@code audit}. */
public final class AuditLog implements Auditor {

  private final Logger log;

  /** Logs under its own name. */
  public AuditLog() {
    this(LoggerFactory.getLogger("audit"));
  }

  AuditLog(Logger log) {
    this.log = log;
  }

  @Override
  public void done(Deed deed) {
    log.atInfo()
        .addKeyValue("who", deed.who() == null ? "-" : deed.who())
        .addKeyValue("what", deed.method() + " " + deed.template())
        .addKeyValue("id", deed.id().isEmpty() ? "-" : deed.id())
        .addKeyValue("status", deed.status())
        .addKeyValue("request_id", deed.requestId())
        .log("audit");
  }
}
