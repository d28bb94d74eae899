package ai.fullpotential.orchestrator.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that the program and its launcher can say, as far as it stands in the sources. */
final class MessagesOfTheCode {

  /** What keeps two parts of a text that is too long for a line apart. */
  private static final Pattern LINE_BREAK_IN_TEXT = Pattern.compile("\"\\s*\\+\\s*\"");

  private static final Pattern PLACE_FOR_A_VALUE = Pattern.compile("%[sd]");

  private MessagesOfTheCode() {}

  static String read() throws IOException {
    try (Stream<Path> files = Files.walk(Markdown.ROOT.resolve("service/src/main/java"))) {
      String code =
          Stream.concat(
                  files.filter(file -> file.toString().endsWith(".java")),
                  Stream.of(Markdown.ROOT.resolve("orchestrator")))
              .map(MessagesOfTheCode::text)
              .collect(Collectors.joining("\n"));
      return PLACE_FOR_A_VALUE
          .matcher(LINE_BREAK_IN_TEXT.matcher(code).replaceAll(""))
          .replaceAll("…");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
