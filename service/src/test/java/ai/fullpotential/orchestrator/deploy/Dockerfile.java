package ai.fullpotential.orchestrator.deploy;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.MalformedJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The instructions of a Dockerfile, by stage. */
record Dockerfile(List<List<Instruction>> stages) {

  /** For example EXPOSE and what stands behind it, on one line. */
  record Instruction(String name, String rest) {

    List<String> words() {
      return List.of(rest.split("\\s+"));
    }

    /** What an instruction in exec form runs. */
    List<String> command() {
      try {
        JsonNode json =
            Json.tree(rest.substring(rest.indexOf('[')).getBytes(StandardCharsets.UTF_8));
        return StreamSupport.stream(json.spliterator(), false).map(JsonNode::asText).toList();
      } catch (MalformedJson e) {
        throw new AssertionError(rest, e);
      }
    }
  }

  static Dockerfile parse(String text) {
    String lines =
        text.lines()
            .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
            .collect(Collectors.joining("\n"))
            .replaceAll("\\\\\n\\s*", "");
    List<List<Instruction>> stages = new ArrayList<>();
    lines
        .lines()
        .map(line -> line.split("\\s+", 2))
        .map(words -> new Instruction(words[0], words[1]))
        .forEach(
            instruction -> {
              if (instruction.name().equals("FROM")) {
                stages.add(new ArrayList<>());
              }
              stages.getLast().add(instruction);
            });
    return new Dockerfile(stages);
  }

  /** The stage that becomes the image. */
  List<Instruction> image() {
    return stages.getLast();
  }

  /** All instructions of the last stage with this name. */
  List<Instruction> all(String name) {
    return image().stream().filter(instruction -> instruction.name().equals(name)).toList();
  }

  /** The last instruction of this name in the last stage: it is the one that counts. */
  Instruction last(String name) {
    return all(name).getLast();
  }

  /** The environment of the image. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    all("ENV").stream()
        .flatMap(instruction -> instruction.words().stream())
        .map(word -> word.split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    return environment;
  }

  /** The value of an option such as --interval. */
  static String option(Instruction instruction, String name) {
    return Arrays.stream(instruction.rest().split("\\s+"))
        .filter(word -> word.startsWith("--" + name + "="))
        .map(word -> word.substring(name.length() + 3))
        .findFirst()
        .orElseThrow();
  }
}
