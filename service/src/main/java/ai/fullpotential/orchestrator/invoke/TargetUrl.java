package ai.fullpotential.orchestrator.invoke;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.task.TaskPath;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The URL of an attempt. A path comes from a caller and must never choose the host: it is checked by
 * its grammar ({@link TaskPath}), put behind the droplet's own scheme, host, port and base path,
 * and the whole is then read back and compared.
 */
public final class TargetUrl {
  private TargetUrl() {}

  /**
   * The URL of the path at the droplet.
   *
   * @throws IllegalStateException when reading it back gives another host or port: a hole in the
   *     checks before
   */
  public static String of(BaseUrl droplet, TaskPath path) {
    String url = droplet + path.value();
    BaseUrl readBack;
    try {
      URI uri = new URI(url);
      readBack =
          BaseUrl.parse(uri.getScheme() + "://" + uri.getRawAuthority() + droplet.basePath())
              .orElseThrow(() -> new IllegalStateException("target URL " + url + " has no host"));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("target URL " + url + " is not a URL", e);
    }
    if (!readBack.equals(droplet)) {
      throw new IllegalStateException("target URL " + url + " does not lead to " + droplet);
    }
    return url;
  }
}
