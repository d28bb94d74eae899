package ai.fullpotential.orchestrator.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a service is: scheme, host, port, and a path that all its paths follow.
 *
 * @param secure https, not http
 * @param host a name or an IPv4 address, or an IPv6 address in brackets
 * @param port 1 to 65535
 * @param basePath empty, or begins with a slash and does not end with one
 */
public record BaseUrl(boolean secure, String host, int port, String basePath) {

  /** Java's own parser knows no host with an underscore, which container networks have. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]{1,5}))?");

  private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");
  private static final Pattern ESCAPED_DOT = Pattern.compile("%2e", Pattern.CASE_INSENSITIVE);
  private static final Pattern ESCAPED_SLASH = Pattern.compile("%2f|%5c", Pattern.CASE_INSENSITIVE);

  /** Reads an absolute http or https URL without userinfo, query or fragment. */
  public static Optional<BaseUrl> parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException invalid) {
      return Optional.empty();
    }
    if (uri.getScheme() == null
        || uri.getRawAuthority() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      return Optional.empty();
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
    if (!(scheme.equals("http") || scheme.equals("https")) || !authority.matches()) {
      return Optional.empty();
    }
    boolean secure = scheme.equals("https");
    int port =
        authority.group("port") == null
            ? (secure ? 443 : 80)
            : Integer.parseInt(authority.group("port"));
    String path = TRAILING_SLASHES.matcher(uri.getRawPath()).replaceFirst("");
    if (port < 1 || port > 65535 || !isPlain(path)) {
      return Optional.empty();
    }
    return Optional.of(
        new BaseUrl(secure, authority.group("host").toLowerCase(Locale.ROOT), port, path));
  }

  /** A base path may not climb, nor begin like a host. */
  private static boolean isPlain(String path) {
    if (path.isEmpty()) {
      return true;
    }
    if (path.startsWith("//")) {
      return false;
    }
    String decoded =
        ESCAPED_SLASH.matcher(ESCAPED_DOT.matcher(path).replaceAll(".")).replaceAll("/");
    for (String segment : decoded.split("/")) {
      if (segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** Scheme, host and port, the port left out when it is the scheme's own. */
  public String origin() {
    return (secure ? "https://" : "http://") + authority();
  }

  /** Host and port, the port left out when it is the scheme's own: what the header Host says. */
  String authority() {
    boolean usual = port == (secure ? 443 : 80);
    return host + (usual ? "" : ":" + port);
  }

  /** The host without the brackets of an IPv6 address, as a socket wants it. */
  public String address() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return origin() + basePath;
  }
}
