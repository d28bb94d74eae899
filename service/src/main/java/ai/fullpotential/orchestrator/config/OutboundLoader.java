package ai.fullpotential.orchestrator.config;

import ai.fullpotential.orchestrator.invoke.CallbackSettings;
import ai.fullpotential.orchestrator.invoke.CallbackUrls;
import ai.fullpotential.orchestrator.invoke.WebhookSecret;
import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.net.Cidr;
import ai.fullpotential.orchestrator.net.OutboundSettings;
import ai.fullpotential.orchestrator.net.TargetRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what is set for calls to others. */
final class OutboundLoader {

  /** The new one and the one before it. */
  private static final int MOST_SECRETS = 2;

  private final Lookup in;

  OutboundLoader(Lookup in) {
    this.in = in;
  }

  OutboundSettings settings(TlsLoader tls) {
    return new OutboundSettings(
        new TargetRules(ranges(OutboundKeys.ALLOW_TARGETS), ranges(OutboundKeys.DENY_TARGETS)),
        tls.trusted(),
        tls.client());
  }

  CallbackSettings callbacks() {
    List<BaseUrl> urls = new ArrayList<>();
    for (String text : each(OutboundKeys.CALLBACK_URLS, ",")) {
      BaseUrl.parse(text)
          .ifPresentOrElse(
              urls::add,
              () ->
                  in.fault(
                      OutboundKeys.CALLBACK_URLS,
                      "'"
                          + text
                          + "' is no absolute http or https URL without user, query and fragment"));
    }
    List<WebhookSecret> secrets = secrets();
    if (!urls.isEmpty() && !in.isSet(OutboundKeys.CALLBACK_SECRET)) {
      in.fault(
          OutboundKeys.CALLBACK_SECRET,
          "must be set when CALLBACK_URLS is: whoever is called from outside the mesh must be able to"
              + " tell who calls");
    }
    return new CallbackSettings(new CallbackUrls(urls), secrets);
  }

  /** What is wrong is told by its place: neither it nor a part of it may be shown. */
  private List<WebhookSecret> secrets() {
    List<String> texts = each(OutboundKeys.CALLBACK_SECRET, "[,\\s]+");
    List<WebhookSecret> secrets = new ArrayList<>();
    for (String text : texts) {
      WebhookSecret.parse(text).ifPresent(secrets::add);
    }
    if (secrets.size() < texts.size() || texts.size() > MOST_SECRETS) {
      in.fault(OutboundKeys.CALLBACK_SECRET, "must be " + OutboundKeys.CALLBACK_SECRET.allowed());
    }
    return secrets;
  }

  private List<String> each(Key<String> key, String between) {
    return Arrays.stream(in.get(key).split(between))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** Each that is wrong is a fault of its own. */
  private List<Cidr> ranges(Key<String> key) {
    List<Cidr> ranges = new ArrayList<>();
    for (String text : each(key, ",")) {
      try {
        ranges.add(Cidr.parse(text));
      } catch (IllegalArgumentException wrong) {
        in.fault(key, "'" + text + "' " + wrong.getMessage());
      }
    }
    return ranges;
  }
}
