package ai.fullpotential.orchestrator.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.task.Recipient;
import ai.fullpotential.orchestrator.task.Task;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is special about callbacks: where they may go, and their signature (Standard Webhooks 1.0). */
final class Webhooks {

  private static final byte[] NOTHING = {};

  private final CallbackSettings settings;
  private final InstantSource clock;

  Webhooks(CallbackSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Why the task may not be called there; the setting may have changed since it was taken in. */
  Optional<String> refusal(Task task, BaseUrl origin) {
    boolean allowed =
        task.spec().options().recipient() != Recipient.CALLBACK_URL
            || settings.urls().allow(origin, task.spec().path());
    return allowed
        ? Optional.empty()
        : Optional.of(
            "CALLBACK_URLS does not have " + origin.origin() + task.spec().path().value());
  }

  /**
   * The headers that sign this attempt: the id is the same over all attempts of a callback, the time is
   * that of the attempt. None for what is no callback.
   */
  Map<String, String> headers(Task task, byte @Nullable [] body) {
    if (task.spec().options().recipient() == Recipient.DROPLET || settings.secrets().isEmpty()) {
      return Map.of();
    }
    String id = task.id().value();
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    byte[] head = (id + "." + timestamp + ".").getBytes(UTF_8);
    byte[] content = body == null ? NOTHING : body;
    String signatures =
        settings.secrets().stream()
            .map(secret -> "v1," + secret.sign(head, content))
            .collect(Collectors.joining(" "));
    return Map.of(
        "webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", signatures);
  }
}
