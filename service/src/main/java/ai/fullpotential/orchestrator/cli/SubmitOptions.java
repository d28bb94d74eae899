package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The fields of a task as options. What a value may be is the service's to judge; only what would not
 * be JSON is refused here.
 */
final class SubmitOptions {

  private static final String CAPABILITY = "--capability";
  private static final String METHOD = "--method";
  private static final String PAYLOAD = "--payload";
  private static final String PAYLOAD_FILE = "--payload-file";
  private static final String META = "--meta";
  private static final String RUN_AT = "--run-at";
  private static final String DEADLINE = "--deadline";
  private static final String TIMEOUT = "--timeout";
  private static final String TAG = "--tag";
  private static final String DRY_RUN = "--dry-run";

  /** Options that are numbers, with their fields. */
  private static final Map<String, String> NUMBERS = numbers();

  private static final int MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

  private final Given given;
  private final Surroundings surroundings;

  SubmitOptions(Given given, Surroundings surroundings) {
    this.given = given;
    this.surroundings = surroundings;
  }

  private static Map<String, String> numbers() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("--delay", "delay_seconds");
    fields.put("--priority", "priority");
    fields.put("--max-retries", "max_retries");
    fields.put(TIMEOUT, "timeout_seconds");
    fields.put("--attempt-timeout", "attempt_timeout_seconds");
    return fields;
  }

  static void addTo(CommandSpec spec) {
    spec.addPositional(
            Specs.word(0, "DROPLET", true, "The droplet's name; left out with --capability."))
        .addPositional(Specs.word(1, "PATH", false, "The path there, and perhaps a query."))
        .addOption(text(CAPABILITY, "NAME", "Any droplet that offers this, in place of a name."))
        .addOption(text(METHOD, "METHOD", "GET (default), POST, PUT, PATCH or DELETE."))
        .addOption(text(PAYLOAD, "JSON", "The body of the call."))
        .addOption(text(PAYLOAD_FILE, "FILE", "The same from a file, or - for what is piped in."))
        .addOption(text(META, "JSON", "An object that is kept with the record."))
        .addOption(text(RUN_AT, "TIME", "Not before then; without a zone it is the time here."))
        .addOption(number("--delay", "SECONDS", "Not before so many seconds have passed."))
        .addOption(text(DEADLINE, "TIME", "Not started after then, and cut at it."))
        .addOption(number("--priority", "N", "1 (first) to 10, 5 unless told."))
        .addOption(number("--max-retries", "N", "Tries after the first one."))
        .addOption(number(TIMEOUT, "SECONDS", "For the whole task, waits included."))
        .addOption(number("--attempt-timeout", "SECONDS", "For each try."))
        .addOption(Specs.repeatable(TAG, "TAG", "To filter by; may be given several times."))
        .addOption(Specs.flag(DRY_RUN, "Show what would be called; call and keep nothing."));
  }

  private static OptionSpec text(String name, String label, String description) {
    return Specs.option(name, label, String.class, description);
  }

  private static OptionSpec number(String name, String label, String description) {
    return Specs.option(name, label, BigDecimal.class, description);
  }

  boolean isDryRun() {
    return given.flag(DRY_RUN);
  }

  /** The longest that the task may take, if that was said. */
  Optional<Duration> timeout() {
    return given
        .number(TIMEOUT)
        .filter(seconds -> seconds.signum() > 0 && seconds.precision() - seconds.scale() < 8)
        .map(seconds -> Duration.ofSeconds(seconds.longValue() + 1));
  }

  /** The request's body. */
  JsonText request() {
    Optional<JsonText> payload = payload();
    Optional<JsonText> meta = given.text(META).map(text -> json(META, text));
    Optional<String> runAt = moments().iso(given, RUN_AT);
    Optional<String> deadline = moments().iso(given, DEADLINE);
    return Json.text(
        json -> {
          json.writeStartObject();
          writeTarget(json);
          write(json, "method", given.text(METHOD).map(method -> method.toUpperCase(Locale.ROOT)));
          writeJson(json, "payload", payload);
          writeJson(json, "meta", meta);
          write(json, "run_at", runAt);
          write(json, "deadline", deadline);
          for (Map.Entry<String, String> number : NUMBERS.entrySet()) {
            Optional<BigDecimal> value = given.number(number.getKey());
            if (value.isPresent()) {
              json.writeFieldName(number.getValue());
              json.writeNumber(value.get().toPlainString());
            }
          }
          writeTags(json);
          if (isDryRun()) {
            json.writeBooleanField("dry_run", true);
          }
          json.writeEndObject();
        });
  }

  private void writeTarget(JsonGenerator json) throws IOException {
    Optional<String> capability = given.text(CAPABILITY);
    if (capability.isPresent()) {
      if (given.word(1).isPresent()) {
        throw given.wrong(CAPABILITY + " takes the place of DROPLET; give the PATH alone");
      }
      json.writeStringField("capability", capability.get());
      json.writeStringField("path", given.required(0));
    } else {
      String path =
          given.word(1).orElseThrow(() -> given.wrong("Missing required parameter: 'PATH'"));
      json.writeStringField("droplet_name", given.required(0));
      json.writeStringField("path", path);
    }
  }

  private Moments moments() {
    return new Moments(surroundings.zone());
  }

  private void writeTags(JsonGenerator json) throws IOException {
    List<String> tags = given.texts(TAG);
    if (!tags.isEmpty()) {
      json.writeArrayFieldStart("tags");
      for (String tag : tags) {
        json.writeString(tag);
      }
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, String field, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get());
    }
  }

  private static void writeJson(JsonGenerator json, String field, Optional<JsonText> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeFieldName(field);
      Json.writeRaw(json, value.get());
    }
  }

  private Optional<JsonText> payload() {
    Optional<String> file = given.text(PAYLOAD_FILE);
    if (file.isPresent() && given.flag(PAYLOAD)) {
      throw given.wrong(PAYLOAD + " and " + PAYLOAD_FILE + " exclude each other");
    }
    return file.map(name -> json(PAYLOAD_FILE, read(name)))
        .or(() -> given.text(PAYLOAD).map(text -> json(PAYLOAD, text)));
  }

  private byte[] read(String file) {
    try (InputStream in =
        file.equals("-") ? surroundings.in() : Files.newInputStream(Path.of(file))) {
      byte[] content = in.readNBytes(MAX_PAYLOAD_BYTES + 1);
      if (content.length > MAX_PAYLOAD_BYTES) {
        throw given.wrong(PAYLOAD_FILE + " is larger than " + MAX_PAYLOAD_BYTES + " bytes");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw given.wrong("there is no file " + file);
    } catch (IOException e) {
      throw given.wrong("cannot read " + file + ": " + e.getMessage());
    }
  }

  private JsonText json(String option, String text) {
    return json(option, text.getBytes(StandardCharsets.UTF_8));
  }

  private JsonText json(String option, byte[] text) {
    try {
      return Json.readStrictly(
          text,
          json -> {
            json.nextToken();
            return Json.copy(json);
          });
    } catch (MalformedJson e) {
      throw given.wrong(option + " " + e.getMessage());
    }
  }
}
