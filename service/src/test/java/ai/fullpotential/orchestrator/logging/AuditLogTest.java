package ai.fullpotential.orchestrator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.Auditor.Deed;
import org.junit.jupiter.api.Test;

class AuditLogTest {

  @Test
  void whoDidWhatIsOneLine() {
    LogCapture log = LogCapture.text();

    new AuditLog(log.logger("audit"))
        .done(new Deed("ann", "DELETE", "/tasks/{task_id}", "task-1", 200, "req-1"));

    assertThat(log.line())
        .isEqualTo(
            "INFO  audit audit who=ann what=\"DELETE /tasks/{task_id}\" id=task-1 status=200"
                + " request_id=req-1");
  }

  @Test
  void nobodyIsADash() {
    LogCapture log = LogCapture.text();

    new AuditLog(log.logger("audit")).done(new Deed(null, "POST", "/tasks", "", 400, "req-1"));

    assertThat(log.line())
        .isEqualTo("INFO  audit audit who=- what=\"POST /tasks\" id=- status=400 request_id=req-1");
  }

  @Test
  void aForgedNameStaysAValue() {
    LogCapture log = LogCapture.text();

    new AuditLog(log.logger("audit"))
        .done(new Deed("x status=200\nwho=root", "POST", "/tasks", "", 403, "req-1"));

    assertThat(log.line()).contains("who=\"x status=200\\nwho=root\"").contains(" status=403");
  }
}
