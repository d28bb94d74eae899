package ai.fullpotential.orchestrator.task;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that a text is found by, the same in every store: runs of letters and digits, in lower
 * case.
 */
public final class SearchWords {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{2,40}");
  private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f][0-9a-f-]{7,35}");
  private static final int MOST = 32;

  private SearchWords() {}

  /** The first words of a text, each once. */
  public static Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.size() < MOST && matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** Whether what is searched for is the beginning of an id, and not words. */
  public static boolean isIdPrefix(String search) {
    return ID_PREFIX.matcher(search).matches();
  }
}
