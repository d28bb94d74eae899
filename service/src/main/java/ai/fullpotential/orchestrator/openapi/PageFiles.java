package ai.fullpotential.orchestrator.openapi;

import ai.fullpotential.orchestrator.net.Asset;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The page and the files that it names: ours, and the two of Swagger UI that are needed, out of its
 * jar.
 */
record PageFiles(Asset page, Map<String, Asset> files) {

  private static final String ROOT = "docs/";
  private static final String RENDERER = "META-INF/resources/webjars/swagger-ui/";
  private static final String PROPERTIES = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  Optional<Asset> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  static PageFiles load() {
    Map<String, Asset> files = new HashMap<>();
    String renderer = RENDERER + rendererVersion() + "/";
    add(files, ROOT, "page.css");
    add(files, ROOT, "page.js");
    add(files, ROOT, "icon.svg");
    add(files, renderer, "swagger-ui.css");
    add(files, renderer, "swagger-ui-bundle.js");
    return new PageFiles(
        Asset.of("page.html", Asset.resource(ROOT + "page.html")), Map.copyOf(files));
  }

  private static void add(Map<String, Asset> files, String directory, String name) {
    files.put(name, Asset.of(name, Asset.resource(directory + name)));
  }

  /** The jar tells, so that an update of it needs no change here. */
  private static String rendererVersion() {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(Asset.resource(PROPERTIES)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return properties.getProperty("version");
  }
}
