package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A list of droplets as a Registry gave it, once read (contract A6): one of each name, what had to
 * be skipped, and whose each id is.
 */
public final class DropletList {

  /** Further faulty entries are counted, not described: a list may hold a million of them. */
  static final int DESCRIBED_FAULTS = 20;

  private final Map<String, ListedEntry.Usable> byName = new LinkedHashMap<>();
  private final Map<String, String> idOwners = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private int undescribedFaults;

  private DropletList() {}

  /**
   * Reads {@code {"droplets":[…]}} or a bare array. Entries that cannot be used are skipped, the
   * others kept; entries are read one by one, so that a long list takes little memory.
   *
   * @throws MalformedJson when the whole is no such list
   */
  public static DropletList read(byte[] body) throws MalformedJson {
    return Json.read(body, DropletList::readWhole);
  }

  private static DropletList readWhole(JsonParser json) throws IOException, MalformedJson {
    DropletList list = null;
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      list = readArray(json);
    } else if (first == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean named = json.currentName().equals("droplets");
        if (json.nextToken() == JsonToken.START_ARRAY && named) {
          list = readArray(json);
        } else {
          json.skipChildren();
        }
      }
    }
    if (list == null) {
      throw new MalformedJson("is no list of droplets");
    }
    if (json.nextToken() != null) {
      throw new MalformedJson("has something after the list of droplets");
    }
    return list;
  }

  private static DropletList readArray(JsonParser json) throws IOException {
    DropletList list = new DropletList();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(Json.tree(json));
    }
    return list;
  }

  private void add(JsonNode entry) {
    JsonText id = EntryReader.id(entry);
    if (!id.isNull()) {
      String name = EntryReader.text(entry.path("name")).map(Snapshot::key).orElse("");
      idOwners.merge(idKey(id), name, (one, other) -> one.equals(other) ? one : "");
    }
    switch (EntryReader.read(entry)) {
      case ListedEntry.Usable usable ->
          byName.merge(Snapshot.key(usable.droplet().name()), usable, DropletList::later);
      case ListedEntry.Faulty(String why) -> {
        if (faults.size() < DESCRIBED_FAULTS) {
          faults.add(why);
        } else {
          undescribedFaults++;
        }
      }
    }
  }

  private static ListedEntry.Usable later(ListedEntry.Usable before, ListedEntry.Usable next) {
    Instant known = before.updatedAt();
    return next.updatedAt().isBefore(known) ? before : next;
  }

  /** The droplets, in the Registry's order. */
  public List<Droplet> droplets() {
    return byName.values().stream().map(ListedEntry.Usable::droplet).toList();
  }

  /** The droplet of this name, in any case of letters. */
  Optional<Droplet> find(String name) {
    return Optional.ofNullable(byName.get(Snapshot.key(name))).map(ListedEntry.Usable::droplet);
  }

  /** Whether an entry with another name has this id. */
  boolean isOwnedByAnother(JsonText id, String name) {
    @Nullable String owner = idOwners.get(idKey(id));
    return owner != null && !owner.equals(Snapshot.key(name));
  }

  /** What was skipped and why, the first of them. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** How many more were skipped. */
  int undescribedFaults() {
    return undescribedFaults;
  }

  /** A Registry may well know a droplet 2 by "2" too. */
  static String idKey(JsonText id) {
    String text = id.toString();
    return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }
}
