package ai.fullpotential.orchestrator.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directive of an nginx file with what it holds; the file itself is one without words.
 *
 * @param words its name and parameters, without quotes
 * @param block the directives in its braces, perhaps none
 */
record NginxConf(List<String> words, List<NginxConf> block) {

  private static final Pattern TOKEN =
      Pattern.compile("#.*|'([^']*)'|\"([^\"]*)\"|[{};]|[^\\s{};'\"]+(?:\\{[^}]*\\}[^\\s{};]*)?");

  static NginxConf parse(String text) {
    Matcher matcher = TOKEN.matcher(text);
    return new NginxConf(List.of(), block(matcher));
  }

  private static List<NginxConf> block(Matcher tokens) {
    List<NginxConf> directives = new ArrayList<>();
    List<String> words = new ArrayList<>();
    while (tokens.find()) {
      String token = tokens.group();
      switch (token) {
        case ";" -> {
          directives.add(new NginxConf(List.copyOf(words), List.of()));
          words.clear();
        }
        case "{" -> {
          directives.add(new NginxConf(List.copyOf(words), block(tokens)));
          words.clear();
        }
        case "}" -> {
          return directives;
        }
        case String comment when comment.startsWith("#") -> {}
        default -> words.add(unquoted(tokens.toMatchResult()));
      }
    }
    return directives;
  }

  private static String unquoted(MatchResult token) {
    if (token.group(1) != null) {
      return token.group(1);
    }
    return token.group(2) != null ? token.group(2) : token.group();
  }

  /** The directives in the braces that begin with these words. */
  Stream<NginxConf> all(String... beginning) {
    List<String> wanted = List.of(beginning);
    return block.stream()
        .filter(d -> d.words.size() >= wanted.size())
        .filter(d -> d.words.subList(0, wanted.size()).equals(wanted));
  }

  /** The one directive in the braces that begins with these words. */
  NginxConf only(String... beginning) {
    List<NginxConf> found = all(beginning).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " times " + List.of(beginning));
    }
    return found.getFirst();
  }

  /** The only parameter of the one directive with this name. */
  String value(String name) {
    List<String> found = only(name).words;
    if (found.size() != 2) {
      throw new AssertionError("not one parameter: " + found);
    }
    return found.getLast();
  }
}
