package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one entry of a Registry's list by the rules of contract A6. */
final class EntryReader {

  private static final String UNKNOWN_VERSION = "unknown";
  private static final int SHOWN = 80;

  private EntryReader() {}

  static ListedEntry read(JsonNode entry) {
    if (!entry.isObject()) {
      return new ListedEntry.Faulty("an entry that is no object: " + shown(entry));
    }
    Optional<String> name = text(entry.path("name"));
    if (name.isEmpty()) {
      return faulty(entry, "has no name");
    }
    Optional<String> address = text(entry.path("endpoint")).or(() -> text(entry.path("url")));
    if (address.isEmpty()) {
      return faulty(entry, "has neither an endpoint nor a url");
    }
    Optional<BaseUrl> url = BaseUrl.parse(address.get());
    if (url.isEmpty()) {
      return faulty(
          entry, "is not at an absolute http or https URL without userinfo, query and fragment");
    }
    JsonNode metadata = entry.path("metadata");
    Droplet droplet =
        new Droplet(
            id(entry),
            name.get(),
            url.get(),
            version(entry),
            text(entry.path("status")).orElse(null),
            text(entry.path("steward")).orElse(null),
            metadata.isObject() ? Json.text(metadata) : JsonText.NULL,
            capabilities(entry));
    return new ListedEntry.Usable(droplet, UpdatedAt.read(entry.path("updated_at")));
  }

  /** The entry's id, a number or a string; JSON null when it has none. */
  static JsonText id(JsonNode entry) {
    JsonNode id = entry.path("id");
    return id.isNumber() || id.isTextual() ? Json.text(id) : JsonText.NULL;
  }

  /** A string that is not blank. */
  static Optional<String> text(JsonNode node) {
    return node.isTextual() && !node.textValue().isBlank()
        ? Optional.of(node.textValue())
        : Optional.empty();
  }

  private static String version(JsonNode entry) {
    return Stream.of(entry.path("version"), entry.path("metadata").path("version"))
        .flatMap(node -> node.isNumber() ? Stream.of(node.asText()) : text(node).stream())
        .findFirst()
        .orElse(UNKNOWN_VERSION);
  }

  private static List<String> capabilities(JsonNode entry) {
    JsonNode listed = entry.path("capabilities");
    if (!listed.isArray()) {
      listed = entry.path("metadata").path("capabilities");
    }
    List<String> capabilities = new ArrayList<>();
    listed.forEach(capability -> text(capability).ifPresent(capabilities::add));
    return capabilities;
  }

  private static ListedEntry faulty(JsonNode entry, String why) {
    return new ListedEntry.Faulty(
        "the entry with name "
            + shown(entry.path("name"))
            + " and id "
            + shown(entry.path("id"))
            + " "
            + why);
  }

  /** As JSON, so that no control character reaches a log. */
  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "null" : Json.string(node.asText()).toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
  }
}
