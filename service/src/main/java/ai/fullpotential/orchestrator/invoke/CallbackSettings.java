package ai.fullpotential.orchestrator.invoke;

import java.util.List;

/**
 * How ends of tasks are told.
 *
 * @param urls which URLs may be told, beside droplets
 * @param secrets what is signed with, each of them; none when nothing is signed
 */
public record CallbackSettings(CallbackUrls urls, List<WebhookSecret> secrets) {

  /** Droplets only, unsigned. */
  public static final CallbackSettings NONE = new CallbackSettings(CallbackUrls.NONE, List.of());

  /** Copies the list. */
  public CallbackSettings {
    secrets = List.copyOf(secrets);
  }
}
