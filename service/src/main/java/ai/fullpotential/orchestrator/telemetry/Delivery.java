package ai.fullpotential.orchestrator.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when the receiver does not take what is sent, and once when it does again. */
final class Delivery {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final String what;
  private final AtomicBoolean failing = new AtomicBoolean();

  Delivery(String what) {
    this.what = what;
  }

  CompletableResultCode watch(CompletableResultCode result) {
    return result.whenComplete(() -> ended(result));
  }

  private void ended(CompletableResultCode result) {
    boolean fails = !result.isSuccess();
    if (failing.getAndSet(fails) == fails) {
      return;
    }
    if (fails) {
      Throwable why = result.getFailureThrowable();
      log.atWarn()
          .addKeyValue("what", what)
          .addKeyValue("reason", why == null ? null : String.valueOf(why))
          .log("OTLP receiver does not take what is sent, it is dropped until it does");
    } else {
      log.atInfo().addKeyValue("what", what).log("OTLP receiver takes what is sent");
    }
  }
}
