package ai.fullpotential.orchestrator.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.fullpotential.orchestrator.net.Asset;
import ai.fullpotential.orchestrator.net.Exchange;
import ai.fullpotential.orchestrator.net.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The page of the console and the files that it names. What the page does not name is not served.
 * The paths of the files have a version in them that is made of the bytes of all, so that a browser
 * keeps them for ever, and a new build is a new set.
 */
final class ConsoleFiles {

  private static final String ROOT = "console/";
  private static final Pattern NAMED = Pattern.compile("\\{\\{assets}}/([\\w./-]+)");
  private static final Pattern VERSIONED = Pattern.compile("assets/([0-9a-f]+)/(.+)");

  private final String page;
  private final Map<String, Asset> files;
  private final String version;

  private ConsoleFiles(String page, Map<String, Asset> files, String version) {
    this.page = page;
    this.files = files;
    this.version = version;
  }

  static ConsoleFiles load() {
    String page = new String(Asset.resource(ROOT + "index.html"), UTF_8);
    Properties libraries = libraries();
    Map<String, Asset> files = new TreeMap<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name :
        NAMED.matcher(page).results().map((MatchResult m) -> m.group(1)).distinct().toList()) {
      byte[] bytes = Asset.resource(libraries.getProperty(name, ROOT + name));
      files.put(name, Asset.of(name, bytes));
      all.writeBytes(bytes);
    }
    return new ConsoleFiles(page, Map.copyOf(files), Asset.digest(all.toByteArray()));
  }

  /** Where the files that others made are in their jars; the build fills in the versions. */
  private static Properties libraries() {
    Properties libraries = new Properties();
    try {
      libraries.load(new StringReader(new String(Asset.resource(ROOT + "lib.properties"), UTF_8)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return libraries;
  }

  /**
   * The page.
   *
   * @param base the way from the page's own place to {@code console/}
   */
  Asset page(String base) {
    return Asset.of(
        "index.html", page.replace("{{assets}}", base + "assets/" + version).getBytes(UTF_8));
  }

  /** The answer for a path below {@code console/}, if a file is there. */
  Optional<Response> answer(String path, Exchange exchange) {
    return VERSIONED
        .matcher(path)
        .results()
        .findFirst()
        .flatMap(
            match ->
                Optional.ofNullable(files.get(match.group(2)))
                    .map(file -> file.answer(exchange, caching(match.group(1)))));
  }

  /** A page that was loaded before an update asks for the old version, and gets the new files. */
  private String caching(String asked) {
    return asked.equals(version) ? Asset.IMMUTABLE : Asset.REVALIDATED;
  }
}
